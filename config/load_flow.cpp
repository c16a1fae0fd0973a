#include "config/load_flow.hpp"

#include "dialog/vocabulary.hpp"

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
        machine_.id = root.string_or("id", "flow");
        add_state(root, machine_.id, dialog::kNoState, 0);
        for (std::size_t i = 0; i < nodes_.size(); ++i) fill_state(static_cast<StateIndex>(i));
    }

private:
    State& state(StateIndex index) { return machine_.states[static_cast<std::size_t>(index)]; }
    const Node& node(StateIndex index) const { return nodes_[static_cast<std::size_t>(index)]; }

    void add_state(const Node& node, const std::string& default_id, StateIndex parent, int depth);
    State::Type type_of(const Node& node) const;
    void fill_state(StateIndex index);
    void fill_initial(StateIndex index);
    void fill_events(StateIndex index);
    void fill_after(StateIndex index);
    void fill_invokes(StateIndex index);
    std::vector<Transition> transitions(const Node& node, const std::string& event, StateIndex source);
    Transition transition(const Node& node, const std::string& event, StateIndex source);
    std::optional<StateIndex> target(const Node& node, const std::string& text, StateIndex source);
    StateIndex child(StateIndex parent, std::string_view key) const;
    std::optional<StateIndex> below(StateIndex from, std::string_view path) const;
    Guard guard(const Node& node);
    std::vector<Action> actions(const Node& node);
    Action action(const Node& node);
    std::map<std::string, std::string> parameters(const Node& node, const dialog::Term& term);
    void check_parameter(const Node& node, const dialog::Parameter& parameter, const std::string& value);

    const FlowNames& names_;
    Machine& machine_;
    std::vector<Node> nodes_;
    std::vector<std::string> keys_;
};

std::string last_key(const Node& node) { return node.path().substr(node.path().rfind('/') + 1); }

State::Type FlowReader::type_of(const Node& node) const {
    const auto type = node.string_or("type", node.has("states") ? "compound" : "atomic");
    if (type == "atomic") return State::Type::atomic;
    if (type == "compound") return State::Type::compound;
    if (type == "parallel") return State::Type::parallel;
    if (type == "final") return State::Type::final;
    if (type == "history") return State::Type::history;
    node.at("type").problem("unknown state type \"" + type + "\"");
    return State::Type::atomic;
}

void FlowReader::add_state(const Node& node, const std::string& default_id, StateIndex parent, int depth) {
    node.only({"id", "type", "description", "initial", "states", "on", "always", "after", "entry", "exit", "invoke", "onDone", "history", "target"});
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
    const auto& from = node(index);
    if (state(index).type == State::Type::history) {
        const auto kind = from.string_or("history", "shallow");
        if (kind != "shallow" && kind != "deep") from.at("history").problem("must be shallow or deep");
        state(index).deep = kind == "deep";
        const auto parent = state(index).parent;
        if (from.has("target")) {
            if (const auto found = target(from.at("target"), from.string("target"), index)) state(index).initial.targets = {*found};
        } else if (parent != dialog::kNoState && node(parent).has("initial")) {
            const auto first = child(parent, node(parent).string("initial"));
            if (first != dialog::kNoState) state(index).initial.targets = {first};
        }
        if (state(index).initial.targets.empty()) from.problem("a history state needs a target or an initial state of its parent");
        return;
    }
    if (state(index).type != State::Type::compound) return;
    const auto key = from.string("initial");
    const auto first = child(index, key);
    if (first == dialog::kNoState) from.at("initial").problem("there is no state \"" + key + "\" in here");
    else state(index).initial.targets = {first};
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
        if (error != std::errc{} || end != key.data() + key.size() || milliseconds < 0) {
            value.problem("a delay is a whole number of milliseconds");
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
        each.only({"id", "src", "input", "onDone", "onError"});
        Invoke made;
        made.actor = each.string("src");
        made.id = each.string_or("id", state(index).id);
        const auto* term = dialog::find_term(dialog::actor_terms(), made.actor);
        if (!term) each.at("src").problem("unknown actor \"" + made.actor + "\"");
        else if (const auto input = each.find("input")) made.input = parameters(*input, *term);
        if (const auto done = each.find("onDone"))
            for (auto& one : transitions(*done, dialog::done_event(made), index)) state(index).on.push_back(std::move(one));
        if (const auto error = each.find("onError"))
            for (auto& one : transitions(*error, dialog::error_event(made), index)) state(index).on.push_back(std::move(one));
        if (!each.has("onDone") || !each.has("onError")) each.problem("a lookup needs onDone and onError");
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
    node.only({"target", "guard", "actions", "reenter", "description"});
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
std::optional<StateIndex> FlowReader::target(const Node& node, const std::string& text, StateIndex source) {
    std::optional<StateIndex> found;
    const std::string_view view = text;
    if (view.starts_with('#')) {
        if (const auto exact = machine_.find(view.substr(1)); exact != dialog::kNoState) return exact;
        for (auto dot = view.rfind('.'); !found && dot != std::string_view::npos && dot > 0; dot = view.rfind('.', dot - 1))
            if (const auto from = machine_.find(view.substr(1, dot - 1)); from != dialog::kNoState) found = below(from, view.substr(dot + 1));
    } else if (view.starts_with('.')) {
        found = below(source, view.substr(1));
    } else {
        const auto parent = machine_.at(source).parent;
        found = below(parent == dialog::kNoState ? source : parent, view);
    }
    if (!found) node.problem("there is no state \"" + text + "\" to go to");
    return found;
}

Guard FlowReader::guard(const Node& node) {
    if (node.json().is_string()) {
        const auto name = node.as_string();
        const auto* term = dialog::find_term(dialog::guard_terms(), name);
        if (!term) node.problem("unknown guard \"" + name + "\"");
        for (const auto& parameter : term ? term->parameters : std::vector<dialog::Parameter>{})
            if (parameter.required) node.problem("the guard \"" + name + "\" needs the parameter \"" + std::string(parameter.name) + "\"");
        return {name, {}, {}};
    }
    node.only({"type", "params"});
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
    if (!node.json().is_string()) node.only({"type", "params"});
    out.type = node.json().is_string() ? node.as_string() : node.string("type");
    if (out.type == "raise") {
        out.params["event"] = node.at("params").string("event");
        return out;
    }
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
