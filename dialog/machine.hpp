// A flow as data: a statechart in the notation of XState v5 machine configs, resolved to indices. Built by config::load_flow.
// Document order is the order of `states`; the root is state 0.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialog {

using StateIndex = int;
inline constexpr StateIndex kNoState = -1;

// A guard by name with its parameters; `and`, `or`, `not` have their operands in `of`, `stateIn` the state's id in parameter state.
struct Guard {
    std::string type;
    std::map<std::string, std::string> params;
    std::vector<Guard> of;
    bool operator==(const Guard&) const = default;
};

// An action by name with its parameters. The interpreter's own: `raise` has parameters event and, for one that comes later, delay
// (milliseconds) and id; `cancel` has id.
struct Action {
    std::string type;
    std::map<std::string, std::string> params;
    bool operator==(const Action&) const = default;

    // The parameter, or an empty string.
    const std::string& operator[](const std::string& name) const;
};

struct Transition {
    std::string event;             // descriptor: a name, `a.*`, `*`, or empty for `always`
    std::optional<Guard> guard;
    std::vector<StateIndex> targets;  // none: targetless, only actions
    std::vector<Action> actions;
    bool reenter = false;
    bool operator==(const Transition&) const = default;
};

struct Invoke {
    std::string id;                // done event: xstate.done.actor.<id>
    std::string actor;
    std::map<std::string, std::string> input;
    bool operator==(const Invoke&) const = default;
};

struct State {
    enum class Type { atomic, compound, parallel, final, history };
    std::string id;                // its `id`, else machine id and key path joined by dots
    std::string path;              // JSON pointer in the file, for messages
    Type type = Type::atomic;
    bool deep = false;             // of a history state
    StateIndex parent = kNoState;
    StateIndex last = kNoState;    // the last state inside, itself when there is none; document order makes all inside [index, last]
    std::vector<StateIndex> children;
    Transition initial;            // of a compound state; of a history state its default
    bool as_parent = false;        // of a history state: its default is its parent's `initial`, actions included
    std::vector<Action> entry;
    std::vector<Action> exit;
    std::vector<Transition> on;    // events, after and done, in document order
    std::vector<Transition> always;
    std::vector<std::chrono::milliseconds> after;  // delays; each fires the event of delay_event()
    std::vector<Invoke> invokes;
    bool operator==(const State&) const = default;
};

struct Machine {
    std::string id;
    std::vector<State> states;
    bool operator==(const Machine&) const = default;

    const State& at(StateIndex index) const { return states[static_cast<std::size_t>(index)]; }
    StateIndex find(std::string_view id) const;  // kNoState when there is none
    // A proper one. Everything, the root too, is below kNoState.
    bool is_descendant(StateIndex state, StateIndex ancestor) const {
        return ancestor == kNoState || (state > ancestor && state <= at(ancestor).last);
    }
};

std::string delay_event(const State& state, std::chrono::milliseconds delay);  // xstate.after.<ms>.<state id>
std::string done_event(const State& state);                                    // xstate.done.state.<state id>
std::string done_event(const Invoke& invoke);                                  // xstate.done.actor.<id>
std::string error_event(const Invoke& invoke);                                 // xstate.error.actor.<id>

// How well an event name fits a descriptor: 0 not at all, more is more exact (`a.b.c` itself, then `a.b.*`, `a.*`, `*`).
int descriptor_fit(std::string_view descriptor, std::string_view event);

}  // namespace dialog
