#include "dialog/interpreter.hpp"

#include <algorithm>

namespace dialog {

namespace {

// Proper ancestors of `state`, inner first, up to but without `upto`.
std::vector<StateIndex> ancestors(const Machine& machine, StateIndex state, StateIndex upto = kNoState) {
    std::vector<StateIndex> out;
    for (auto up = machine.at(state).parent; up != kNoState && up != upto; up = machine.at(up).parent) out.push_back(up);
    return out;
}

bool has_active_below(const Machine& machine, const std::set<StateIndex>& states, StateIndex ancestor) {
    return std::any_of(states.begin(), states.end(), [&](StateIndex state) { return machine.is_descendant(state, ancestor); });
}

bool intersect(const std::set<StateIndex>& left, const std::set<StateIndex>& right) {
    return std::any_of(left.begin(), left.end(), [&](StateIndex state) { return right.contains(state); });
}

bool is_leaf(const State& state) { return state.type == State::Type::atomic || state.type == State::Type::final; }

}  // namespace

std::vector<StateIndex> Interpreter::leaves() const {
    std::vector<StateIndex> out;
    for (auto state : configuration_.active)
        if (is_leaf(machine_.at(state))) out.push_back(state);
    return out;
}

void Interpreter::start() {
    static const std::string kInit = "xstate.init";
    Entering entering{0}, by_default{0};
    add_descendants(0, entering, by_default);
    for (auto state : entering) enter(state, by_default.contains(state), kInit);
    settle(kInit);
}

bool Interpreter::send(const std::string& event) {
    if (configuration_.done) return false;
    const auto taken = select(&event);
    microstep(taken, event);
    settle(event);
    return !taken.empty();
}

// Runs always transitions and raised events until nothing moves: one macrostep.
void Interpreter::settle(const std::string& last_event) {
    auto event = last_event;
    for (int microsteps = 0; !configuration_.done; ++microsteps) {
        if (microsteps == kMaxMicrosteps) throw EndlessFlow("the flow " + machine_.id + " does not come to rest after " + event);
        auto taken = select(nullptr);
        if (taken.empty()) {
            if (internal_.empty()) return;
            event = std::move(internal_.front());
            internal_.pop_front();
            taken = select(&event);
        }
        microstep(taken, event);
    }
}

bool Interpreter::passes(const std::optional<Guard>& guard, const std::string& event) { return !guard || passes(*guard, event); }

bool Interpreter::passes(const Guard& guard, const std::string& event) {
    const auto each = [&](const Guard& part) { return passes(part, event); };
    if (guard.type == "and") return std::all_of(guard.of.begin(), guard.of.end(), each);
    if (guard.type == "or") return std::any_of(guard.of.begin(), guard.of.end(), each);
    if (guard.type == "not") return !each(guard.of.front());
    if (guard.type == "stateIn") return configuration_.active.contains(machine_.find(guard.params.at("state")));
    return host_.test(guard, event);
}

// The first transition of `state` whose descriptor fits best and whose guard passes.
const Transition* Interpreter::choose(StateIndex index, const std::string& event) {
    const auto& on = machine_.at(index).on;
    std::vector<std::pair<int, const Transition*>> fitting;
    for (const auto& transition : on)
        if (const int fit = descriptor_fit(transition.event, event)) fitting.emplace_back(fit, &transition);
    std::stable_sort(fitting.begin(), fitting.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [fit, transition] : fitting)
        if (passes(transition->guard, event)) return transition;
    return nullptr;
}

// Transitions that `event` (null: no event, the always ones) enables, conflicts resolved: inner before outer, earlier before later.
std::vector<Interpreter::Taken> Interpreter::select(const std::string* event) {
    static const std::string kNoEvent;
    std::vector<Taken> enabled;
    const auto offer = [&](StateIndex state) -> const Transition* {
        if (event) return choose(state, *event);
        for (const auto& transition : machine_.at(state).always)
            if (passes(transition.guard, kNoEvent)) return &transition;
        return nullptr;
    };
    for (auto leaf : leaves()) {
        auto path = ancestors(machine_, leaf);
        path.insert(path.begin(), leaf);
        for (auto state : path) {
            const auto* transition = offer(state);
            if (!transition) continue;
            const auto same = [&](const Taken& each) { return each.transition == transition; };
            if (std::none_of(enabled.begin(), enabled.end(), same)) enabled.push_back({state, transition});
            break;
        }
    }
    // A parallel state answers an event only when none of its regions does, whichever of them comes first.
    const auto answered_below = [this, all = enabled](const Taken& outer) {
        return std::any_of(all.begin(), all.end(), [&](const Taken& inner) { return machine_.is_descendant(inner.source, outer.source); });
    };
    if (event) std::erase_if(enabled, answered_below);
    std::vector<Taken> kept;
    for (const auto& candidate : enabled) {
        const auto exits = exit_set({candidate});
        std::vector<Taken> still;
        bool preempted = false;
        for (const auto& other : kept) {
            const bool conflict = intersect(exits, exit_set({other}));
            if (conflict && !machine_.is_descendant(candidate.source, other.source)) preempted = true;
            if (!conflict || !machine_.is_descendant(candidate.source, other.source)) still.push_back(other);
        }
        if (preempted) continue;
        kept = std::move(still);
        kept.push_back(candidate);
    }
    return kept;
}

void Interpreter::microstep(const std::vector<Taken>& taken, const std::string& event) {
    if (taken.empty()) return;
    exit_states(exit_set(taken), event);
    for (const auto& each : taken) run_all(each.transition->actions, event);
    enter_states(taken, event);
}

void Interpreter::run_all(const std::vector<Action>& actions, const std::string& event) {
    for (const auto& action : actions) {
        if (action.type == "raise") raise(action["event"]);
        else host_.run(action, event);
    }
}

// Targets with history states replaced by what they stand for.
std::vector<StateIndex> Interpreter::effective_targets(const Transition& transition) const {
    std::vector<StateIndex> out;
    for (auto target : transition.targets) {
        const auto& state = machine_.at(target);
        if (state.type != State::Type::history) {
            out.push_back(target);
            continue;
        }
        const auto remembered = configuration_.history.find(target);
        const auto inner = remembered != configuration_.history.end() ? remembered->second : effective_targets(state.initial);
        out.insert(out.end(), inner.begin(), inner.end());
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
    for (auto ancestor : ancestors(machine_, all.front()))
        if (std::all_of(all.begin() + 1, all.end(), [&](StateIndex state) { return machine_.is_descendant(state, ancestor); })) return ancestor;
    return taken.transition->reenter ? kNoState : 0;
}

std::set<StateIndex> Interpreter::exit_set(const std::vector<Taken>& taken) const {
    std::set<StateIndex> out;
    for (const auto& each : taken) {
        if (each.transition->targets.empty()) continue;
        const auto below = domain(each);
        for (auto state : configuration_.active)
            if (below == kNoState || machine_.is_descendant(state, below)) out.insert(state);
        if (each.transition->reenter && each.source == below) out.insert(below);
    }
    return out;
}

void Interpreter::remember(StateIndex leaving) {
    for (auto child : machine_.at(leaving).children) {
        const auto& state = machine_.at(child);
        if (state.type != State::Type::history) continue;
        std::vector<StateIndex> kept;
        for (auto active : configuration_.active) {
            const auto& inner = machine_.at(active);
            if (state.deep ? is_leaf(inner) && machine_.is_descendant(active, leaving) : inner.parent == leaving) kept.push_back(active);
        }
        configuration_.history[child] = std::move(kept);
    }
}

void Interpreter::exit_states(const std::set<StateIndex>& states, const std::string& event) {
    for (auto leaving : states) remember(leaving);
    for (auto it = states.rbegin(); it != states.rend(); ++it) {
        const auto& state = machine_.at(*it);
        run_all(state.exit, event);
        for (auto delay : state.after) host_.stop_delay(state, delay);
        for (const auto& invoke : state.invokes) host_.stop_invoke(invoke);
        configuration_.active.erase(*it);
    }
}

void Interpreter::enter_states(const std::vector<Taken>& taken, const std::string& event) {
    Entering entering, by_default;
    for (const auto& each : taken) {
        if (each.transition->targets.empty()) continue;
        const auto below = domain(each);
        for (auto target : each.transition->targets) {
            const bool stays = target == each.source && each.source == below && !each.transition->reenter;
            if (machine_.at(target).type != State::Type::history && !stays) {
                entering.insert(target);
                by_default.insert(target);
            }
            add_descendants(target, entering, by_default);
        }
        for (auto target : effective_targets(*each.transition)) add_ancestors(target, below, entering, by_default);
    }
    for (auto state : entering) enter(state, by_default.contains(state), event);
}

void Interpreter::add_descendants(StateIndex index, Entering& entering, Entering& by_default) const {
    const auto& state = machine_.at(index);
    if (state.type == State::Type::history) {
        const auto remembered = configuration_.history.find(index);
        const auto& targets = remembered != configuration_.history.end() ? remembered->second : state.initial.targets;
        for (auto target : targets) {
            entering.insert(target);
            add_descendants(target, entering, by_default);
        }
        for (auto target : targets) add_ancestors(target, state.parent, entering, by_default);
    } else if (state.type == State::Type::compound) {
        for (auto target : state.initial.targets) {
            if (machine_.at(target).type != State::Type::history) {
                entering.insert(target);
                by_default.insert(target);
            }
            add_descendants(target, entering, by_default);
            add_ancestors(target, index, entering, by_default);
        }
    } else if (state.type == State::Type::parallel) {
        for (auto child : state.children) {
            if (machine_.at(child).type == State::Type::history || has_active_below(machine_, entering, child)) continue;
            entering.insert(child);
            by_default.insert(child);
            add_descendants(child, entering, by_default);
        }
    }
}

void Interpreter::add_ancestors(StateIndex index, StateIndex upto, Entering& entering, Entering& by_default) const {
    auto up = ancestors(machine_, index, upto);
    if (upto != kNoState && machine_.at(upto).type == State::Type::parallel) up.push_back(upto);
    for (auto ancestor : up) {
        if (ancestor != upto) entering.insert(ancestor);
        if (machine_.at(ancestor).type != State::Type::parallel) continue;
        for (auto child : machine_.at(ancestor).children) {
            const bool there = ancestor == upto && configuration_.active.contains(child);
            if (there || machine_.at(child).type == State::Type::history || has_active_below(machine_, entering, child)) continue;
            if (entering.insert(child).second) add_descendants(child, entering, by_default);
        }
    }
}

void Interpreter::enter(StateIndex index, bool by_default, const std::string& event) {
    const auto& state = machine_.at(index);
    if (!configuration_.active.insert(index).second) return;
    run_all(state.entry, event);
    for (auto delay : state.after) host_.start_delay(state, delay);
    for (const auto& invoke : state.invokes) host_.start_invoke(invoke);
    if (by_default && state.type == State::Type::compound) run_all(state.initial.actions, event);
    if (state.type == State::Type::final) reached_final(index);
}

bool Interpreter::is_in_final(StateIndex index) const {
    const auto& state = machine_.at(index);
    const auto active_final = [&](StateIndex child) {
        return configuration_.active.contains(child) && machine_.at(child).type == State::Type::final;
    };
    if (state.type == State::Type::compound) return std::any_of(state.children.begin(), state.children.end(), active_final);
    if (state.type == State::Type::parallel)
        return std::all_of(state.children.begin(), state.children.end(), [&](StateIndex child) {
            return machine_.at(child).type == State::Type::history || is_in_final(child);
        });
    return state.type == State::Type::final && configuration_.active.contains(index);
}

// A final state was entered: its parent is done, and every parallel above whose regions are all done.
void Interpreter::reached_final(StateIndex index) {
    auto up = machine_.at(index).parent;
    if (up == kNoState || up == 0) {
        configuration_.done = true;
        return;
    }
    raise(done_event(machine_.at(up)));
    for (up = machine_.at(up).parent; up != kNoState; up = machine_.at(up).parent) {
        if (machine_.at(up).type != State::Type::parallel || !is_in_final(up)) return;
        if (up == 0) configuration_.done = true;
        else raise(done_event(machine_.at(up)));
    }
}

}  // namespace dialog
