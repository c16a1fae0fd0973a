#include "tests/oracle/machine_maker.hpp"

#include <array>
#include <random>
#include <string>
#include <vector>

namespace oracle {

namespace {

constexpr int kMaxDepth = 4;
constexpr std::array<const char*, 7> kEvents{"go", "stop", "a", "a.b", "a.b.c", "a.c", "b"};
constexpr std::array<const char*, 11> kDescriptors{"go", "stop", "a", "a.b", "a.b.c", "a.c", "b", "*", "a.*", "a.b.*", "b.*"};
constexpr std::array<const char*, 3> kGuards{"g1", "g2", "g3"};
constexpr std::array<const char*, 3> kTimerIds{"t1", "t2", "t3"};

// A state while its machine is being made.
struct Made {
    std::string key;
    std::string path;  // the id that it has without one of its own
    std::string id;
    std::string type;
    int parent = -1;
    std::vector<int> children;
};

class Maker {
public:
    explicit Maker(std::uint64_t seed) : random_(seed), budget_(4 + below(14)) {}

    Json make() {
        plan(-1, "m", 0);
        Json machine = state(0);
        if (chance(1)) machine["on"]["burst"] = {{"actions", burst()}};
        Json events = Json::array();
        for (int i = 0, count = 4 + below(10); i < count; ++i) events.push_back(stimulus());
        if (machine.contains("on") && machine["on"].contains("burst")) events.insert(events.begin() + below(static_cast<int>(events.size())), "burst");
        return {{"machine", std::move(machine)}, {"events", std::move(events)}};
    }

private:
    int below(int count) { return static_cast<int>(random_() % static_cast<std::uint64_t>(count)); }
    bool chance(int percent) { return below(100) < percent; }
    template <class List>
    const auto& any(const List& list) { return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))]; }
    Made& at(int index) { return states_[static_cast<std::size_t>(index)]; }
    std::string name(const char* stem) { return stem + std::to_string(++names_); }

    int plan(int parent, const std::string& key, int depth);
    std::string type_for(int parent, int depth);
    bool inside(int state, int ancestor);
    std::vector<int> region_targets();
    std::string address(int target, int source);

    Json state(int index);
    Json initial(int index);
    void add_reactions(Json& json, int index);
    Json history(int index);
    Json transition(int source, bool always);
    Json targets(int source);
    Json guard(int depth);
    Json actions(int percent);
    Json action();
    Json burst();
    Json stimulus();

    std::mt19937_64 random_;
    int budget_;
    int names_ = 0;
    std::vector<Made> states_;
    std::vector<std::string> invokes_;
};

std::string Maker::type_for(int parent, int depth) {
    if (depth == 0) return chance(20) ? "parallel" : "compound";
    if (parent >= 0 && !at(parent).children.empty()) {
        if (chance(12)) return "history";
        if (chance(12)) return "final";
    }
    if (depth == kMaxDepth || budget_ <= 0) return chance(10) ? "final" : "atomic";
    return chance(50) ? "atomic" : chance(40) ? "parallel" : "compound";
}

int Maker::plan(int parent, const std::string& key, int depth) {
    const auto index = static_cast<int>(states_.size());
    const auto type = type_for(parent, depth);
    const auto path = parent < 0 ? key : at(parent).path + "." + key;
    states_.push_back({key, path, parent >= 0 && chance(12) ? name("x") : path, type, parent, {}});
    --budget_;
    if (type != "compound" && type != "parallel") return index;
    for (int i = 0, count = 1 + below(3) + (type == "compound" ? below(2) : 0); i < count; ++i) {
        const int child = plan(index, name("s"), depth + 1);
        at(index).children.push_back(child);
    }
    return index;
}

bool Maker::inside(int state, int ancestor) {
    for (int up = at(state).parent; up >= 0; up = at(up).parent)
        if (up == ancestor) return true;
    return false;
}

// A state's id may be its own, and then the ids below do not begin with it: `#id` needs the id, other forms the keys.
std::string Maker::address(int target, int source) {
    const int parent = at(source).parent;
    if (at(target).parent == source && chance(40)) return "." + at(target).key;
    if (parent >= 0 && at(target).parent == parent && chance(60)) return at(target).key;
    return "#" + at(target).id;
}

Json Maker::state(int index) {
    if (at(index).type == "history") return history(index);
    Json json = Json::object();
    if (at(index).id != at(index).path || index == 0) json["id"] = at(index).id;
    const auto type = at(index).type;
    if (type == "parallel" || type == "final") json["type"] = type;
    if (type == "compound") json["initial"] = initial(index);
    if (chance(60)) json["entry"] = actions(90);
    if (chance(60)) json["exit"] = actions(90);
    if (type != "final") add_reactions(json, index);
    Json inner = Json::object();
    for (const int child : std::vector<int>(at(index).children)) inner[at(child).key] = state(child);
    if (!inner.empty()) json["states"] = std::move(inner);
    return json;
}

Json Maker::initial(int index) {
    std::vector<int> fitting;
    for (const int child : at(index).children)
        if (at(child).type != "history") fitting.push_back(child);
    const auto key = at(any(fitting)).key;
    if (chance(75)) return key;
    return {{"target", key}, {"actions", actions(100)}};
}

Json Maker::history(int index) {
    Json json{{"type", "history"}};
    const bool deep = chance(50);
    json["history"] = deep ? "deep" : "shallow";
    std::vector<int> fitting;
    const int parent = at(index).parent;
    for (int state = 0; state < static_cast<int>(states_.size()); ++state)
        if (at(state).type != "history" && (at(state).parent == parent || (deep && inside(state, parent)))) fitting.push_back(state);
    const int target = any(fitting);
    if (chance(60) && at(parent).type != "parallel") json["target"] = at(target).parent == parent ? at(target).key : "#" + at(target).id;
    if (at(index).id != at(index).path) json["id"] = at(index).id;
    return json;
}

void Maker::add_reactions(Json& json, int index) {
    const auto several = [&](bool always) {
        if (chance(60)) return transition(index, always);
        Json list = Json::array();
        for (int i = 0, count = 1 + below(3); i < count; ++i) list.push_back(transition(index, always));
        return list;
    };
    Json on = Json::object();
    for (int i = 0, count = below(4); i < count; ++i) on[any(kDescriptors)] = several(false);
    if (!on.empty()) json["on"] = std::move(on);
    if (chance(7)) json["always"] = several(true);
    if (chance(20)) json["after"][std::to_string(10 * (1 + below(4)))] = several(false);
    if (!at(index).children.empty() && chance(40)) json["onDone"] = several(false);
    if (chance(8)) {
        invokes_.push_back(name("lookup"));
        json["invoke"] = {{"src", "wait"}, {"id", invokes_.back()}, {"onDone", several(false)}};
    }
}

// Two states in two regions of one parallel state; none when the machine has no such state.
std::vector<int> Maker::region_targets() {
    std::vector<int> parallels;
    for (int state = 0; state < static_cast<int>(states_.size()); ++state)
        if (at(state).type == "parallel" && at(state).children.size() > 1) parallels.push_back(state);
    if (parallels.empty()) return {};
    std::vector<int> out;
    for (const int region : at(any(parallels)).children) {
        std::vector<int> fitting;
        for (int state = 0; state < static_cast<int>(states_.size()); ++state)
            if (at(state).type != "history" && (state == region || inside(state, region))) fitting.push_back(state);
        if (!fitting.empty() && out.size() < 2) out.push_back(any(fitting));
    }
    return out;
}

Json Maker::targets(int source) {
    if (chance(15))
        if (const auto two = region_targets(); two.size() == 2) return {"#" + at(two[0]).id, "#" + at(two[1]).id};
    for (;;) {
        const int target = below(static_cast<int>(states_.size()));
        const int parent = at(target).parent;
        const bool own_region = at(target).type == "history" && at(parent).type == "parallel" && (source == parent || inside(source, parent));
        if (!own_region) return address(target, source);
    }
}

Json Maker::transition(int source, bool always) {
    Json json = Json::object();
    if (!chance(20)) json["target"] = targets(source);
    if (chance(always ? 85 : 35)) json["guard"] = guard(0);
    if (chance(60)) json["actions"] = actions(100);
    if (chance(20)) json["reenter"] = true;
    return json;
}

Json Maker::guard(int depth) {
    const int kind = below(depth < 2 ? 10 : 5);
    if (kind < 5) return any(kGuards);
    if (kind == 9) {
        return {{"type", "stateIn"}, {"params", {{"state", "#" + at(below(static_cast<int>(states_.size()))).id}}}};
    }
    Json inner = Json::array();
    for (int i = 0, count = kind == 8 ? 1 : 1 + below(2); i < count; ++i) inner.push_back(guard(depth + 1));
    return {{"type", kind == 8 ? "not" : kind == 7 ? "or" : "and"}, {"params", {{"guards", std::move(inner)}}}};
}

Json Maker::actions(int percent) {
    Json list = Json::array();
    if (chance(percent)) list.push_back(name("do"));
    while (chance(25)) list.push_back(action());
    if (list.size() == 1 && chance(50)) return list[0];
    return list;
}

Json Maker::action() {
    const int kind = below(10);
    if (kind < 6) return name("do");
    if (kind < 7) return {{"type", "raise"}, {"params", {{"event", any(kEvents)}}}};
    if (kind == 7) return {{"type", "cancel"}, {"params", {{"id", any(kTimerIds)}}}};
    Json params{{"event", any(kEvents)}, {"delay", 20 * (1 + below(4))}};
    if (kind == 8) params["id"] = any(kTimerIds);
    return {{"type", "raise"}, {"params", std::move(params)}};
}

// About as many raised events as a machine may take up before it counts as endless.
Json Maker::burst() {
    Json list = Json::array();
    for (int i = 0, count = 95 + below(8); i < count; ++i) list.push_back({{"type", "raise"}, {"params", {{"event", "nobody.hears"}}}});
    return list;
}

Json Maker::stimulus() {
    if (chance(25)) return {{"after", 5 * (1 + below(12))}};
    const std::string event = !invokes_.empty() && chance(15) ? "xstate.done.actor." + any(invokes_) : std::string(any(kEvents));
    if (chance(50)) return event;
    Json guards = Json::object();
    for (const char* guard : kGuards)
        if (chance(60)) guards[guard] = chance(50);
    return {{"type", event}, {"guards", std::move(guards)}};
}

}  // namespace

Json make_case(std::uint64_t seed) { return Maker(seed).make(); }

}  // namespace oracle
