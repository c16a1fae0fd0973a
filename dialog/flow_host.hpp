// Connects a flow to the desk: what each guard and action of the vocabulary means for the turn being made.
#pragma once

#include "dialog/draft.hpp"
#include "dialog/interpreter.hpp"

namespace dialog {

class FlowHost final : public MachineHost {
public:
    explicit FlowHost(Draft& draft) : draft_(draft) {}

    bool test(const Guard& guard, const std::string& event) override;
    void run(const Action& action, const std::string& event) override;
    void start_timer(const std::string& id, const std::string& event, std::chrono::milliseconds delay) override;
    void stop_timer(const std::string& id) override;
    void start_invoke(const Invoke& invoke) override;
    void stop_invoke(const Invoke& invoke) override;

private:
    Draft& draft_;
};

// The event that a timer of the flow sends, told from its name (after: the event itself; a delayed raise: raise:<event>@<id>).
std::string timer_event(const std::string& timer);

// Back and forth between a conversation's state names and a configuration. A name that the machine does not know is left out.
Configuration configuration_of(const Machine& machine, const Conversation& conversation);
void keep_configuration(const Machine& machine, const Interpreter& interpreter, Conversation& conversation);

}  // namespace dialog
