#include "dialog/interpreter.hpp"

#include <algorithm>

namespace dialog {

namespace {

const std::string kInit = "xstate.init";

template <class List, class Value>
bool contains(const List& list, const Value& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

template <class List, class Value>
void add(List& list, const Value& value) {
    if (!contains(list, value)) list.push_back(value);
}

bool intersect(const StateList& left, const StateList& right) {
    return std::any_of(left.begin(), left.end(), [&](StateIndex state) { return contains(right, state); });
}

bool is_leaf(const State& state) { return state.type == State::Type::atomic || state.type == State::Type::final; }
bool is_history(const State& state) { return state.type == State::Type::history; }

}  // namespace

StateList Interpreter::leaves() const {
    StateList out;
    for (auto state : configuration_.active)
        if (is_leaf(machine_.at(state))) out.push_back(state);
    std::sort(out.begin(), out.end());
    return out;
}

bool Interpreter::is_active(StateIndex state) const { return contains(configuration_.active, state); }

void Interpreter::start() {
    Entering entering{{0}, {0}};
    add_descendants(0, entering);
    enter(std::move(entering), kInit);
    if (configuration_.done) leave_for_good(kInit);
    settle(kInit);
}

bool Interpreter::send(const std::string& event) {
    if (configuration_.done) return false;
    const auto taken = select(event);
    microstep(taken, event);
    settle(event);
    return !taken.empty();
}

// Takes always transitions and raised events until nothing moves. After an always transition that moved nothing, the next event
// is looked at before any of them is taken again.
void Interpreter::settle(std::string event) {
    bool look = true;
    for (int microsteps = 1; !configuration_.done; ++microsteps) {
        if (microsteps > kMaxMicrosteps) throw EndlessFlow("the flow " + machine_.id + " does not come to rest after " + event);
        auto taken = look ? select_always(event) : TakenList{};
        const bool always = !taken.empty();
        if (!always) {
            if (internal_.empty()) return;
            event = std::move(internal_.front());
            internal_.pop_front();
            host_.took_up(event);
            taken = select(event);
        }
        look = microstep(taken, event) || !always;
    }
}

bool Interpreter::passes(const std::optional<Guard>& guard, const std::string& event) { return !guard || passes(*guard, event); }

bool Interpreter::passes(const Guard& guard, const std::string& event) {
    const auto each = [&](const Guard& part) { return passes(part, event); };
    if (guard.type == "and") return std::all_of(guard.of.begin(), guard.of.end(), each);
    if (guard.type == "or") return std::any_of(guard.of.begin(), guard.of.end(), each);
    if (guard.type == "not") return !each(guard.of.front());
    if (guard.type == "stateIn") return is_active(machine_.find(guard.params.at("state")));
    return host_.test(guard, event);
}

// The first transition of `state` whose descriptor fits best and whose guard passes.
const Transition* Interpreter::choose(StateIndex index, const std::string& event) {
    std::vector<std::pair<int, const Transition*>> fitting;
    for (const auto& transition : machine_.at(index).on)
        if (const int fit = descriptor_fit(transition.event, event)) fitting.emplace_back(fit, &transition);
    if (fitting.size() > 1) std::stable_sort(fitting.begin(), fitting.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [fit, transition] : fitting)
        if (passes(transition->guard, event)) return transition;
    return nullptr;
}

// What answers the event in `state`: inner states before outer ones, every region of a parallel state, itself only when none does.
void Interpreter::collect(StateIndex index, const std::string& event, TakenList& out) {
    const auto before = out.size();
    const auto& state = machine_.at(index);
    for (auto child : state.children) {
        if (!is_active(child)) continue;
        collect(child, event, out);
        if (state.type == State::Type::compound) break;
    }
    if (out.size() != before) return;
    if (const auto* transition = choose(index, event)) out.push_back({index, transition});
}

Interpreter::TakenList Interpreter::select(const std::string& event) {
    TakenList out;
    collect(0, event, out);
    return out;
}

Interpreter::TakenList Interpreter::select_always(const std::string& last_event) {
    TakenList enabled;
    for (auto leaf : configuration_.active) {
        if (!is_leaf(machine_.at(leaf))) continue;
        const auto enabled_in = [&](StateIndex state) {
            for (const auto& transition : machine_.at(state).always) {
                if (!passes(transition.guard, last_event)) continue;
                add(enabled, Taken{state, &transition});
                return true;
            }
            return false;
        };
        for (auto state = leaf; state != kNoState && !enabled_in(state); state = machine_.at(state).parent) {}
    }
    return enabled;
}

// Of two that leave the same state the inner one stays, else the earlier one.
Interpreter::TakenList Interpreter::without_conflicts(const TakenList& enabled) const {
    if (enabled.size() < 2) return enabled;
    TakenList kept;
    for (const auto& candidate : enabled) {
        const auto exits = exit_set({candidate});
        TakenList still;
        bool preempted = false;
        for (const auto& other : kept) {
            const bool conflict = intersect(exits, exit_set({other}));
            const bool inner = machine_.is_descendant(candidate.source, other.source);
            if (conflict && !inner) preempted = true;
            if (!conflict || !inner) still.push_back(other);
        }
        if (preempted) continue;
        kept = std::move(still);
        kept.push_back(candidate);
    }
    return kept;
}

// True when the machine stands elsewhere than before, or a history state remembered, or a lookup began or ended.
bool Interpreter::microstep(const TakenList& enabled, const std::string& event) {
    if (enabled.empty()) return false;
    const auto taken = without_conflicts(enabled);
    const auto before = configuration_.active;
    remembered_ = looked_up_ = false;
    leave(exit_set(taken), event);
    for (const auto& each : taken) run_all(each.transition->actions, event);
    enter(entry_set(taken), event);
    if (configuration_.done) leave_for_good(event);
    auto& after = configuration_.active;
    const auto still_active = [&](StateIndex state) { return contains(after, state); };
    if (remembered_ || before.size() != after.size() || !std::all_of(before.begin(), before.end(), still_active)) return true;
    after = before;
    return looked_up_;
}

void Interpreter::run_all(const std::vector<Action>& actions, const std::string& event) {
    for (const auto& action : actions) {
        if (action.type == "cancel") host_.stop_timer(action["id"]);
        else if (action.type != "raise") host_.run(action, event);
        else if (action["delay"].empty()) internal_.push_back(action["event"]);
        else host_.start_timer(action["id"], action["event"], std::chrono::milliseconds(std::stoll(action["delay"])));
    }
}

// Targets with history states replaced by what they stand for.
StateList Interpreter::effective_targets(const Transition& transition) const {
    StateList out;
    for (auto target : transition.targets) {
        const auto& state = machine_.at(target);
        if (!is_history(state)) {
            add(out, target);
            continue;
        }
        const auto remembered = configuration_.history.find(target);
        if (remembered != configuration_.history.end())
            for (auto inner : remembered->second) add(out, inner);
        else
            for (auto inner : effective_targets(state.initial)) add(out, inner);
    }
    return out;
}

// The state below which everything is left; kNoState when even the root is left and entered again.
StateIndex Interpreter::domain(const Taken& taken) const {
    const auto targets = effective_targets(*taken.transition);
    const auto inside = [&](StateIndex target) { return target == taken.source || machine_.is_descendant(target, taken.source); };
    if (!taken.transition->reenter && std::all_of(targets.begin(), targets.end(), inside)) return taken.source;
    auto all = targets;
    all.push_back(taken.source);
    for (auto up = machine_.at(all.front()).parent; up != kNoState; up = machine_.at(up).parent)
        if (std::all_of(all.begin() + 1, all.end(), [&](StateIndex state) { return machine_.is_descendant(state, up); })) return up;
    return taken.transition->reenter ? kNoState : 0;
}

StateList Interpreter::exit_set(const TakenList& taken) const {
    StateList out;
    for (const auto& each : taken) {
        if (each.transition->targets.empty()) continue;
        const auto below = domain(each);
        for (auto state : configuration_.active)
            if (machine_.is_descendant(state, below)) add(out, state);
    }
    std::sort(out.begin(), out.end());
    return out;
}

void Interpreter::remember(StateIndex leaving) {
    for (auto child : machine_.at(leaving).children) {
        const auto& state = machine_.at(child);
        if (!is_history(state)) continue;
        std::vector<StateIndex> kept;
        for (auto active : configuration_.active) {
            const auto& inner = machine_.at(active);
            if (state.deep ? is_leaf(inner) && machine_.is_descendant(active, leaving) : inner.parent == leaving) kept.push_back(active);
        }
        configuration_.history[child] = std::move(kept);
        remembered_ = true;
    }
}

void Interpreter::leave(const StateList& states, const std::string& event) {
    for (auto leaving : states) remember(leaving);
    for (auto it = states.rbegin(); it != states.rend(); ++it) {
        const auto& state = machine_.at(*it);
        run_all(state.exit, event);
        for (auto delay : state.after) host_.stop_timer(delay_event(state, delay));
        for (const auto& invoke : state.invokes) host_.stop_invoke(invoke);
        looked_up_ |= !state.invokes.empty();
        configuration_.active.erase(std::find(configuration_.active.begin(), configuration_.active.end(), *it));
    }
}

Interpreter::Entering Interpreter::entry_set(const TakenList& taken) const {
    Entering entering;
    for (const auto& each : taken) {
        if (each.transition->targets.empty()) continue;
        const auto below = domain(each);
        for (auto target : each.transition->targets) {
            const bool stays = target == each.source && each.source == below && !each.transition->reenter;
            if (!is_history(machine_.at(target)) && !stays) {
                add(entering.states, target);
                add(entering.by_default, target);
            }
            add_descendants(target, entering);
        }
        const bool whole = each.source == 0 && each.transition->reenter;
        for (auto target : effective_targets(*each.transition)) {
            add_ancestors(target, below, whole ? kNoState : below, entering);
            if (below != kNoState && machine_.at(below).type == State::Type::parallel) add_regions(below, false, entering);
        }
    }
    return entering;
}

void Interpreter::add_history(StateIndex index, Entering& entering) const {
    const auto& state = machine_.at(index);
    const auto remembered = configuration_.history.find(index);
    const bool known = remembered != configuration_.history.end();
    const auto& targets = known ? remembered->second : state.initial.targets;
    for (auto target : targets) {
        add(entering.states, target);
        if (!known && state.as_parent) add(entering.by_default, state.parent);
        add_descendants(target, entering);
    }
    for (auto target : targets) add_ancestors(target, state.parent, kNoState, entering);
}

void Interpreter::add_descendants(StateIndex index, Entering& entering) const {
    const auto& state = machine_.at(index);
    if (is_history(state)) return add_history(index, entering);
    if (state.type == State::Type::parallel) return add_regions(index, true, entering);
    if (state.type != State::Type::compound) return;
    const auto initial = state.initial.targets.front();
    if (!is_history(machine_.at(initial))) {
        add(entering.states, initial);
        add(entering.by_default, initial);
    }
    add_descendants(initial, entering);
    add_ancestors(initial, index, kNoState, entering);
}

// Regions of a parallel state in which nothing is entered yet.
void Interpreter::add_regions(StateIndex index, bool by_default, Entering& entering) const {
    for (auto child : machine_.at(index).children) {
        const auto& entered = entering.states;
        const bool there = std::any_of(entered.begin(), entered.end(), [&](StateIndex state) { return machine_.is_descendant(state, child); });
        if (is_history(machine_.at(child)) || there) continue;
        add(entering.states, child);
        if (by_default) add(entering.by_default, child);
        add_descendants(child, entering);
    }
}

// Proper ancestors of `index` up to but without `upto`, those of them below `inside`, with the regions beside the way.
void Interpreter::add_ancestors(StateIndex index, StateIndex upto, StateIndex inside, Entering& entering) const {
    if (index == upto) return;
    for (auto up = machine_.at(index).parent; up != kNoState && up != upto; up = machine_.at(up).parent) {
        if (machine_.is_descendant(up, inside)) add(entering.states, up);
        if (machine_.at(up).type == State::Type::parallel) add_regions(up, false, entering);
    }
}

void Interpreter::enter(Entering entering, const std::string& event) {
    StateList completed;
    std::sort(entering.states.begin(), entering.states.end());
    for (auto index : entering.states) {
        const auto& state = machine_.at(index);
        add(configuration_.active, index);
        run_all(state.entry, event);
        for (auto delay : state.after) host_.start_timer(delay_event(state, delay), delay_event(state, delay), delay);
        for (const auto& invoke : state.invokes) host_.start_invoke(invoke);
        looked_up_ |= !state.invokes.empty();
        if (state.type == State::Type::compound && contains(entering.by_default, index)) run_all(state.initial.actions, event);
        if (state.type == State::Type::final) reached_final(index, completed);
    }
}

bool Interpreter::is_in_final(StateIndex index) const {
    const auto& state = machine_.at(index);
    if (state.type == State::Type::compound)
        return std::any_of(state.children.begin(), state.children.end(),
                           [&](StateIndex child) { return machine_.at(child).type == State::Type::final && is_active(child); });
    if (state.type == State::Type::parallel)
        return std::all_of(state.children.begin(), state.children.end(),
                           [&](StateIndex child) { return is_history(machine_.at(child)) || is_in_final(child); });
    return state.type == State::Type::final;
}

// A final state was entered: its parent is done, and every parallel above whose regions are all done; with the root the machine.
void Interpreter::reached_final(StateIndex index, StateList& completed) {
    const auto parent = machine_.at(index).parent;
    auto up = parent;
    if (parent != kNoState && machine_.at(parent).type == State::Type::compound) {
        internal_.push_back(done_event(machine_.at(parent)));
        up = machine_.at(parent).parent;
    }
    while (up != kNoState && machine_.at(up).type == State::Type::parallel && !contains(completed, up) && is_in_final(up)) {
        completed.push_back(up);
        internal_.push_back(done_event(machine_.at(up)));
        up = machine_.at(up).parent;
    }
    if (up == kNoState) configuration_.done = true;
}

// The end of the machine: everything active says goodbye, and stays as what was reached.
void Interpreter::leave_for_good(const std::string& event) {
    auto states = configuration_.active;
    std::sort(states.begin(), states.end());
    for (auto it = states.rbegin(); it != states.rend(); ++it) {
        const auto& state = machine_.at(*it);
        run_all(state.exit, event);
        for (auto delay : state.after) host_.stop_timer(delay_event(state, delay));
        for (const auto& invoke : state.invokes) host_.stop_invoke(invoke);
    }
    internal_.clear();
}

}  // namespace dialog
