#include "config/load_flow.hpp"

#include "dialog/vocabulary.hpp"

#include <algorithm>
#include <charconv>

namespace config {

namespace {

using dialog::Action;
using dialog::Guard;
using dialog::Invoke;
using dialog::Machine;
using dialog::State;
using dialog::StateIndex;
using dialog::Transition;

// Two passes: states first, so that every target can be found; then what happens in them.
class FlowReader {
public:
    FlowReader(const FlowNames& names, Machine& machine) : names_(names), machine_(machine) {}

    void read(const Node& root) {
        machine_.id = root.string_or("id", "(machine)");
        add_state(root, machine_.id, dialog::kNoState, 0);
        for (std::size_t i = 0; i < nodes_.size(); ++i) fill_state(static_cast<StateIndex>(i));
    }

private:
    State& state(StateIndex index) { return machine_.states[static_cast<std::size_t>(index)]; }
    const Node& node(StateIndex index) const { return nodes_[static_cast<std::size_t>(index)]; }

    void add_state(const Node& node, const std::string& default_id, StateIndex parent, int depth);
    State::Type type_of(const Node& node) const;
    void only(const Node& node, std::initializer_list<std::string_view> keys) const {
        if (!names_.open) node.only(keys);
    }
    void fill_state(StateIndex index);
    void fill_initial(StateIndex index);
    void fill_history(StateIndex index);
    void fill_events(StateIndex index);
    void fill_after(StateIndex index);
    void fill_invokes(StateIndex index);
    std::vector<Transition> transitions(const Node& node, const std::string& event, StateIndex source);
    Transition transition(const Node& node, const std::string& event, StateIndex source);
    std::optional<StateIndex> find_target(std::string_view text, StateIndex source) const;
    std::optional<StateIndex> target(const Node& node, const std::string& text, StateIndex source);
    bool leads_into_own_regions(StateIndex target, StateIndex source) const;
    StateIndex child(StateIndex parent, std::string_view key) const;
    std::optional<StateIndex> below(StateIndex from, std::string_view path) const;
    Guard guard(const Node& node);
    std::vector<Action> actions(const Node& node);
    Action action(const Node& node);
    Action raise(const Node& params);
    std::map<std::string, std::string> parameters(const Node& node, const dialog::Term& term);
    void check_parameter(const Node& node, const dialog::Parameter& parameter, const std::string& value);

    const FlowNames& names_;
    Machine& machine_;
    std::vector<Node> nodes_;
    std::vector<std::string> keys_;
};

std::string last_key(const Node& node) { return node.path().substr(node.path().rfind('/') + 1); }

State::Type FlowReader::type_of(const Node& node) const {
    const bool compound = node.has("states") && !node.at("states").json().empty();
    const auto type = node.string_or("type", compound ? "compound" : node.has("history") ? "history" : "atomic");
    if (type == "atomic") return State::Type::atomic;
    if (type == "compound") return State::Type::compound;
    if (type == "parallel") return State::Type::parallel;
    if (type == "final") return State::Type::final;
    if (type == "history") return State::Type::history;
    node.at("type").problem("unknown state type \"" + type + "\"");
    return State::Type::atomic;
}

void FlowReader::add_state(const Node& node, const std::string& default_id, StateIndex parent, int depth) {
    only(node, {"id", "type", "description", "initial", "states", "on", "always", "after", "entry", "exit", "invoke", "onDone", "history", "target"});
    if (nodes_.size() == kMaxStates || depth > kMaxStateDepth) return node.problem("too many states or too deep");
    State made;
    made.id = node.string_or("id", default_id);
    made.path = node.path();
    made.type = type_of(node);
    made.parent = parent;
    if (machine_.find(made.id) != dialog::kNoState) node.problem("the state id \"" + made.id + "\" is taken");
    const auto index = static_cast<StateIndex>(machine_.states.size());
    machine_.states.push_back(std::move(made));
    nodes_.push_back(node);
    keys_.push_back(parent == dialog::kNoState ? machine_.id : last_key(node));
    if (parent != dialog::kNoState) state(parent).children.push_back(index);
    if (const auto states = node.find("states"))
        for (const auto& [key, inner] : states->members()) add_state(inner, default_id + "." + key, index, depth + 1);
    state(index).last = static_cast<StateIndex>(machine_.states.size()) - 1;
}

void FlowReader::fill_state(StateIndex index) {
    const auto& from = node(index);
    if (const auto entry = from.find("entry")) state(index).entry = actions(*entry);
    if (const auto exit = from.find("exit")) state(index).exit = actions(*exit);
    fill_initial(index);
    fill_events(index);
    fill_after(index);
    fill_invokes(index);
    if (const auto always = from.find("always")) state(index).always = transitions(*always, "", index);
    if (const auto done = from.find("onDone"))
        for (auto& each : transitions(*done, dialog::done_event(state(index)), index)) state(index).on.push_back(std::move(each));
}

void FlowReader::fill_initial(StateIndex index) {
    if (state(index).type == State::Type::history) return fill_history(index);
    if (state(index).type != State::Type::compound) return;
    const auto& from = node(index);
    const bool detailed = from.has("initial") && from.at("initial").json().is_object();
    const auto key = detailed ? from.at("initial").string("target") : from.string("initial");
    if (detailed) only(from.at("initial"), {"target", "actions"});
    if (detailed && from.at("initial").has("actions")) state(index).initial.actions = actions(from.at("initial").at("actions"));
    const auto first = child(index, key);
    if (first != dialog::kNoState) state(index).initial.targets = {first};
    else from.at("initial").problem("there is no state \"" + key + "\" in here");
}

// What a history state stands for while it remembers nothing: its target, else its parent's beginning, which has been read before it.
void FlowReader::fill_history(StateIndex index) {
    const auto& from = node(index);
    if (!from.has("history") || !from.at("history").json().is_boolean()) {
        const auto kind = from.string_or("history", "shallow");
        if (kind != "shallow" && kind != "deep") from.at("history").problem("must be shallow or deep");
        state(index).deep = kind == "deep";
    }
    const auto parent = state(index).parent;
    if (parent == dialog::kNoState) return from.problem("the whole flow cannot be a history state");
    auto& initial = state(index).initial;
    if (const auto targets = from.find("target")) {
        for (const auto& text : targets->as_strings())
            if (const auto found = target(*targets, text, index)) initial.targets.push_back(*found);
    } else if (state(parent).type == State::Type::parallel) {
        initial.targets = {parent};
    } else {
        initial.targets = state(parent).initial.targets;
        state(index).as_parent = true;
    }
    if (initial.targets.empty()) from.problem("a history state needs a target or an initial state of its parent");
    const bool itself = std::find(initial.targets.begin(), initial.targets.end(), index) != initial.targets.end();
    if (itself) from.problem("a history state cannot stand for itself");
    if (itself) initial.targets.clear();
}

void FlowReader::fill_events(StateIndex index) {
    const auto on = node(index).find("on");
    if (!on) return;
    for (const auto& [event, value] : on->members())
        for (auto& each : transitions(value, event, index)) state(index).on.push_back(std::move(each));
}

void FlowReader::fill_after(StateIndex index) {
    const auto after = node(index).find("after");
    if (!after) return;
    for (const auto& [key, value] : after->members()) {
        long milliseconds = 0;
        const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), milliseconds);
        if (error != std::errc{} || end != key.data() + key.size() || milliseconds < 0 || milliseconds > kMaxDelayMilliseconds) {
            value.problem("a delay is a whole number of milliseconds, at most a year");
            continue;
        }
        const std::chrono::milliseconds delay(milliseconds);
        state(index).after.push_back(delay);
        for (auto& each : transitions(value, dialog::delay_event(state(index), delay), index)) state(index).on.push_back(std::move(each));
    }
}

void FlowReader::fill_invokes(StateIndex index) {
    const auto invoke = node(index).find("invoke");
    if (!invoke) return;
    const auto list = invoke->json().is_array() ? invoke->items() : std::vector<Node>{*invoke};
    for (const auto& each : list) {
        only(each, {"id", "src", "input", "onDone", "onError"});
        Invoke made;
        made.actor = each.string("src");
        made.id = each.string_or("id", std::to_string(state(index).invokes.size()) + "." + state(index).id);
        const auto* term = dialog::find_term(dialog::actor_terms(), made.actor);
        if (!term && !names_.open) each.at("src").problem("unknown actor \"" + made.actor + "\"");
        else if (!term) {}
        else if (const auto input = each.find("input")) made.input = parameters(*input, *term);
        if (const auto done = each.find("onDone"))
            for (auto& one : transitions(*done, dialog::done_event(made), index)) state(index).on.push_back(std::move(one));
        if (const auto error = each.find("onError"))
            for (auto& one : transitions(*error, dialog::error_event(made), index)) state(index).on.push_back(std::move(one));
        if (!names_.open && (!each.has("onDone") || !each.has("onError"))) each.problem("a lookup needs onDone and onError");
        state(index).invokes.push_back(std::move(made));
    }
}

std::vector<Transition> FlowReader::transitions(const Node& node, const std::string& event, StateIndex source) {
    std::vector<Transition> out;
    if (!node.json().is_array()) return {transition(node, event, source)};
    for (const auto& each : node.items()) out.push_back(transition(each, event, source));
    return out;
}

Transition FlowReader::transition(const Node& node, const std::string& event, StateIndex source) {
    Transition out;
    out.event = event;
    if (node.json().is_string()) {
        if (const auto found = target(node, node.as_string(), source)) out.targets.push_back(*found);
        return out;
    }
    only(node, {"target", "guard", "actions", "reenter", "description"});
    if (const auto targets = node.find("target"))
        for (const auto& text : targets->as_strings())
            if (const auto found = target(*targets, text, source)) out.targets.push_back(*found);
    if (const auto condition = node.find("guard")) out.guard = guard(*condition);
    if (const auto list = node.find("actions")) out.actions = actions(*list);
    out.reenter = node.boolean_or("reenter", false);
    return out;
}

StateIndex FlowReader::child(StateIndex parent, std::string_view key) const {
    for (auto index : machine_.at(parent).children)
        if (keys_[static_cast<std::size_t>(index)] == key) return index;
    return dialog::kNoState;
}

std::optional<StateIndex> FlowReader::below(StateIndex from, std::string_view path) const {
    while (!path.empty()) {
        const auto dot = path.find('.');
        from = child(from, path.substr(0, dot));
        if (from == dialog::kNoState) return std::nullopt;
        path = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
    }
    return from;
}

// "#id", "#id.child", ".child", "sibling", "sibling.child"
std::optional<StateIndex> FlowReader::find_target(std::string_view text, StateIndex source) const {
    if (text.starts_with('.')) return below(source, text.substr(1));
    const auto parent = machine_.at(source).parent;
    if (!text.starts_with('#')) return parent == dialog::kNoState ? std::nullopt : below(parent, text);
    if (const auto exact = machine_.find(text.substr(1)); exact != dialog::kNoState) return exact;
    for (auto dot = text.rfind('.'); dot != std::string_view::npos && dot > 0; dot = text.rfind('.', dot - 1))
        if (const auto from = machine_.find(text.substr(1, dot - 1)); from != dialog::kNoState) return below(from, text.substr(dot + 1));
    return std::nullopt;
}

std::optional<StateIndex> FlowReader::target(const Node& node, const std::string& text, StateIndex source) {
    const auto found = find_target(text, source);
    if (!found && source == 0 && !text.starts_with('.') && !text.starts_with('#'))
        node.problem("a target of the whole flow begins with a dot or #: \"." + text + "\"");
    else if (!found)
        node.problem("there is no state \"" + text + "\" to go to");
    else if (leads_into_own_regions(*found, source))
        node.problem("the history of a parallel state cannot be entered from inside that state");
    return found;
}

// The regions that are active would be entered a second time.
bool FlowReader::leads_into_own_regions(StateIndex target, StateIndex source) const {
    const auto& state = machine_.at(target);
    if (state.type != State::Type::history || state.parent == dialog::kNoState) return false;
    return machine_.at(state.parent).type == State::Type::parallel && machine_.is_descendant(source, state.parent) && source != target;
}

Guard FlowReader::guard(const Node& node) {
    if (node.json().is_string()) {
        const auto name = node.as_string();
        if (names_.open) return {name, {}, {}};
        const auto* term = dialog::find_term(dialog::guard_terms(), name);
        if (!term) node.problem("unknown guard \"" + name + "\"");
        for (const auto& parameter : term ? term->parameters : std::vector<dialog::Parameter>{})
            if (parameter.required) node.problem("the guard \"" + name + "\" needs the parameter \"" + std::string(parameter.name) + "\"");
        return {name, {}, {}};
    }
    only(node, {"type", "params"});
    Guard out{node.string("type"), {}, {}};
    if (out.type == "and" || out.type == "or" || out.type == "not") {
        const auto list = node.at("params").at("guards").items();
        for (const auto& each : list) out.of.push_back(guard(each));
        if (out.of.empty() || (out.type == "not" && out.of.size() != 1)) {
            node.problem("\"" + out.type + "\" needs " + (out.type == "not" ? "one guard" : "at least one guard"));
            out = {"or", {}, {}};
        }
        return out;
    }
    if (out.type == "stateIn") {
        auto id = node.at("params").string("state");
        if (id.starts_with('#')) id.erase(0, 1);
        if (machine_.find(id) == dialog::kNoState) node.at("params").at("state").problem("there is no state with the id \"" + id + "\"");
        out.params["state"] = id;
        return out;
    }
    if (names_.open) return out;
    const auto* term = dialog::find_term(dialog::guard_terms(), out.type);
    if (!term) node.at("type").problem("unknown guard \"" + out.type + "\"");
    else if (node.has("params")) out.params = parameters(node.at("params"), *term);
    else if (!term->parameters.empty() && term->parameters.front().required) node.problem("the guard \"" + out.type + "\" needs parameters");
    return out;
}

std::vector<Action> FlowReader::actions(const Node& node) {
    if (!node.json().is_array()) return {action(node)};
    std::vector<Action> out;
    for (const auto& each : node.items()) out.push_back(action(each));
    return out;
}

Action FlowReader::action(const Node& node) {
    Action out;
    if (!node.json().is_string()) only(node, {"type", "params"});
    out.type = node.json().is_string() ? node.as_string() : node.string("type");
    if (out.type == "raise") return raise(node.at("params"));
    if (out.type == "cancel") out.params["id"] = node.at("params").string("id");
    if (out.type == "cancel" || names_.open) return out;
    const auto* term = dialog::find_term(dialog::action_terms(), out.type);
    if (!term) {
        node.problem("unknown action \"" + out.type + "\"");
    } else if (!node.json().is_string() && node.has("params")) {
        out.params = parameters(node.at("params"), *term);
    } else {
        for (const auto& parameter : term->parameters)
            if (parameter.required) node.problem("the action \"" + out.type + "\" needs the parameter \"" + std::string(parameter.name) + "\"");
    }
    return out;
}

Action FlowReader::raise(const Node& params) {
    only(params, {"event", "delay", "id"});
    Action out{"raise", {}};
    const bool detailed = params.has("event") && params.at("event").json().is_object();
    out.params["event"] = detailed ? params.at("event").string("type") : params.string("event");
    if (params.has("delay")) out.params["delay"] = std::to_string(params.integer("delay", 0, kMaxDelayMilliseconds));
    if (params.has("id")) out.params["id"] = params.string("id");
    return out;
}

std::map<std::string, std::string> FlowReader::parameters(const Node& node, const dialog::Term& term) {
    std::map<std::string, std::string> out;
    for (const auto& [key, value] : node.members()) {
        const auto known = std::find_if(term.parameters.begin(), term.parameters.end(), [&](const auto& each) { return each.name == key; });
        if (known == term.parameters.end()) {
            value.problem("unknown parameter of \"" + std::string(term.name) + "\"");
            continue;
        }
        out[key] = value.json().is_number_integer() ? std::to_string(value.json().get<long>()) : value.as_string();
        check_parameter(value, *known, out[key]);
    }
    for (const auto& each : term.parameters)
        if (each.required && !out.contains(std::string(each.name)))
            node.problem("\"" + std::string(term.name) + "\" needs the parameter \"" + std::string(each.name) + "\"");
    return out;
}

void FlowReader::check_parameter(const Node& node, const dialog::Parameter& parameter, const std::string& value) {
    using dialog::Refers;
    const auto refuse = [&](const char* what) { node.problem("there is no " + std::string(what) + " \"" + value + "\""); };
    if (parameter.refers == Refers::prompt && !names_.prompt(value)) refuse("prompt");
    if (parameter.refers == Refers::slot && !names_.slot(value)) refuse("slot");
    if (parameter.refers == Refers::intent && !names_.intent(value)) refuse("intent");
    const bool made_while_talking = value == dialog::kCandidateChoices || value == dialog::kSlotChoices;
    if (parameter.refers == Refers::choices && !made_while_talking && !names_.choices(value)) refuse("choice set");
}

}  // namespace

Machine read_flow(const Json& json, const std::string& file, const FlowNames& names, Problems& problems) {
    Machine machine;
    FlowReader(names, machine).read(Node(json, file, "", problems));
    return machine;
}

Machine load_flow(const std::filesystem::path& root, const std::string& file, const FlowNames& names, Problems& problems) {
    const auto json = read_json(root, file, problems);
    return json ? read_flow(*json, file, names, problems) : Machine{};
}

}  // namespace config
