// Runs a machine: SCXML semantics as npm xstate 5 has them. Pure; guards and actions are the host's.
#pragma once

#include "dialog/machine.hpp"

#include <deque>
#include <set>
#include <stdexcept>

namespace dialog {

// Where a machine stands: active states in document order (ancestors included), and what its history states remember.
struct Configuration {
    std::set<StateIndex> active;
    std::map<StateIndex, std::vector<StateIndex>> history;
    bool done = false;
    bool operator==(const Configuration&) const = default;
};

// What the interpreter asks of its surroundings while it runs. Calls come in the order of execution.
class MachineHost {
public:
    virtual ~MachineHost() = default;
    virtual bool test(const Guard& guard, const std::string& event) = 0;  // never and, or, not, stateIn
    virtual void run(const Action& action, const std::string& event) = 0; // never raise
    virtual void start_delay(const State& state, std::chrono::milliseconds delay) = 0;
    virtual void stop_delay(const State& state, std::chrono::milliseconds delay) = 0;
    virtual void start_invoke(const Invoke& invoke) = 0;
    virtual void stop_invoke(const Invoke& invoke) = 0;
};

// An always or raise that never comes to rest.
class EndlessFlow : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline constexpr int kMaxMicrosteps = 100;

class Interpreter {
public:
    Interpreter(const Machine& machine, Configuration configuration, MachineHost& host)
        : machine_(machine), configuration_(std::move(configuration)), host_(host) {}

    void start();                         // enters the initial states, runs to completion
    bool send(const std::string& event);  // true when a transition took it; runs to completion
    void raise(std::string event) { internal_.push_back(std::move(event)); }

    const Configuration& configuration() const { return configuration_; }
    std::vector<StateIndex> leaves() const;  // active atomic and final states, in document order

private:
    struct Taken {
        StateIndex source;
        const Transition* transition;
    };
    using Entering = std::set<StateIndex>;

    bool passes(const std::optional<Guard>& guard, const std::string& event);
    bool passes(const Guard& guard, const std::string& event);
    const Transition* choose(StateIndex state, const std::string& event);
    std::vector<Taken> select(const std::string* event);
    void settle(const std::string& last_event);
    void microstep(const std::vector<Taken>& taken, const std::string& event);
    std::vector<StateIndex> effective_targets(const Transition& transition) const;
    StateIndex domain(const Taken& taken) const;
    std::set<StateIndex> exit_set(const std::vector<Taken>& taken) const;
    void exit_states(const std::set<StateIndex>& states, const std::string& event);
    void remember(StateIndex leaving);
    void enter_states(const std::vector<Taken>& taken, const std::string& event);
    void enter(StateIndex state, bool by_default, const std::string& event);
    void add_descendants(StateIndex state, Entering& entering, Entering& by_default) const;
    void add_ancestors(StateIndex state, StateIndex upto, Entering& entering, Entering& by_default) const;
    bool is_in_final(StateIndex state) const;
    void reached_final(StateIndex state);
    void run_all(const std::vector<Action>& actions, const std::string& event);

    const Machine& machine_;
    Configuration configuration_;
    MachineHost& host_;
    std::deque<std::string> internal_;
};

}  // namespace dialog
