// Runs a machine by itself, with a virtual clock and nobody to talk to: what it would do, event by event.
#pragma once

#include "dialog/interpreter.hpp"

#include <optional>

namespace dialog {

// What happens to the machine: an event, or some time goes by.
struct Stimulus {
    std::string event;                     // empty: time goes by
    std::map<std::string, bool> guards;    // what guards that it names say while this event is processed; the others pass
    std::chrono::milliseconds after{0};
};

struct Reached {
    std::vector<std::string> states;   // ids of active leaves, in document order
    std::vector<std::string> actions;  // names, in the order of execution; without raise and cancel
    bool done = false;
    bool operator==(const Reached&) const = default;
};

class DryRun final : private MachineHost {
public:
    explicit DryRun(const Machine& machine) : machine_(machine), interpreter_(machine, {}, *this) {}

    // Each throws EndlessFlow when the machine does not come to rest.
    Reached start();
    Reached take(const Stimulus& stimulus);

private:
    struct Waiting {
        std::chrono::milliseconds due;
        std::string id;
        std::string event;
    };

    bool test(const Guard& guard, const std::string& event) override;
    void run(const Action& action, const std::string&) override { actions_.push_back(action.type); }
    void took_up(const std::string&) override { guards_.clear(); }
    void start_timer(const std::string& id, const std::string& event, std::chrono::milliseconds delay) override;
    void stop_timer(const std::string& id) override;
    void start_invoke(const Invoke&) override {}
    void stop_invoke(const Invoke&) override {}

    void advance(std::chrono::milliseconds by);
    Reached reached();

    const Machine& machine_;
    Interpreter interpreter_;
    std::map<std::string, bool> guards_;
    std::vector<std::string> actions_;
    std::chrono::milliseconds now_{0};
    std::map<std::uint64_t, Waiting> timers_;         // in the order of starting
    std::map<std::string, std::uint64_t> stoppable_;  // by id the timer that a stop means
    std::uint64_t started_ = 0;
};

}  // namespace dialog
