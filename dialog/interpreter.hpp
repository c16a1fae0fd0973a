// Runs a machine: statecharts as SCXML orders them, and where npm xstate 5 differs, as xstate does (docs/flows.md lists where).
// The steps follow xstate's own, so that the two can be compared machine by machine. Pure; guards and actions are the host's.
#pragma once

#include "dialog/machine.hpp"

#include <deque>
#include <stdexcept>

namespace dialog {

using StateList = std::vector<StateIndex>;

// Where a machine stands: active states, ancestors included, and what its history states remember.
struct Configuration {
    StateList active;  // in the order of entry: `always` transitions of parallel regions are taken in it
    std::map<StateIndex, std::vector<StateIndex>> history;
    bool done = false;
    bool operator==(const Configuration&) const = default;
};

// What the interpreter asks of its surroundings while it runs. Calls come in the order of execution.
class MachineHost {
public:
    virtual ~MachineHost() = default;
    virtual bool test(const Guard& guard, const std::string& event) = 0;  // never and, or, not, stateIn
    virtual void run(const Action& action, const std::string& event) = 0; // never raise, cancel
    // The machine goes on with an event that it raised itself.
    virtual void took_up(const std::string& /*raised*/) {}
    // Sends the event after a while. Without an id nobody can stop it; of two with one id only the later can be stopped.
    virtual void start_timer(const std::string& id, const std::string& event, std::chrono::milliseconds delay) = 0;
    virtual void stop_timer(const std::string& id) = 0;
    virtual void start_invoke(const Invoke& invoke) = 0;
    virtual void stop_invoke(const Invoke& invoke) = 0;
};

// An always or raise that never comes to rest.
class EndlessFlow : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline constexpr int kMaxMicrosteps = 100;  // after an event

class Interpreter {
public:
    Interpreter(const Machine& machine, Configuration configuration, MachineHost& host)
        : machine_(machine), configuration_(std::move(configuration)), host_(host) {}

    // Each runs to completion; EndlessFlow when there is none.
    void start();                         // enters the initial states
    bool send(const std::string& event);  // true when a transition took it

    const Configuration& configuration() const { return configuration_; }
    StateList leaves() const;  // active atomic and final states, in document order

private:
    struct Taken {
        StateIndex source;
        const Transition* transition;
        bool operator==(const Taken&) const = default;
    };
    using TakenList = std::vector<Taken>;
    struct Entering {
        StateList states;
        StateList by_default;  // of them: whose initial actions run
    };

    bool is_active(StateIndex state) const;
    bool passes(const std::optional<Guard>& guard, const std::string& event);
    bool passes(const Guard& guard, const std::string& event);
    const Transition* choose(StateIndex state, const std::string& event);
    void collect(StateIndex state, const std::string& event, TakenList& out);
    TakenList select(const std::string& event);
    TakenList select_always(const std::string& last_event);
    TakenList without_conflicts(const TakenList& enabled) const;

    void settle(std::string event);
    bool microstep(const TakenList& enabled, const std::string& event);
    StateList effective_targets(const Transition& transition) const;
    StateIndex domain(const Taken& taken) const;
    StateList exit_set(const TakenList& taken) const;
    void leave(const StateList& states, const std::string& event);
    void remember(StateIndex leaving);

    Entering entry_set(const TakenList& taken) const;
    void add_descendants(StateIndex state, Entering& entering) const;
    void add_history(StateIndex state, Entering& entering) const;
    void add_ancestors(StateIndex state, StateIndex upto, StateIndex inside, Entering& entering) const;
    void add_regions(StateIndex state, bool by_default, Entering& entering) const;
    void enter(Entering entering, const std::string& event);
    bool is_in_final(StateIndex state) const;
    void reached_final(StateIndex state, StateList& completed);
    void leave_for_good(const std::string& event);
    void run_all(const std::vector<Action>& actions, const std::string& event);

    const Machine& machine_;
    Configuration configuration_;
    MachineHost& host_;
    std::deque<std::string> internal_;
    bool remembered_ = false;  // in this microstep a history state
    bool looked_up_ = false;   // a lookup began or ended
};

}  // namespace dialog
