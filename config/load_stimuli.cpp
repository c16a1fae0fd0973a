#include "config/load_stimuli.hpp"

#include "config/load_flow.hpp"

namespace config {

namespace {

dialog::Stimulus stimulus(const Node& node) {
    dialog::Stimulus out;
    if (node.json().is_string()) {
        out.event = node.as_string();
    } else if (node.has("after")) {
        out.after = std::chrono::milliseconds(node.integer("after", 0, kMaxDelayMilliseconds));
        return out;
    } else {
        out.event = node.string("type");
        if (const auto guards = node.find("guards"))
            for (const auto& [name, value] : guards->members()) out.guards[name] = guards->boolean_or(name, true);
    }
    if (out.event.empty()) node.problem("an event needs a name");
    return out;
}

}  // namespace

std::vector<dialog::Stimulus> read_stimuli(const Json& json, const std::string& file, Problems& problems) {
    std::vector<dialog::Stimulus> out;
    for (const auto& node : Node(json, file, "", problems).items()) out.push_back(stimulus(node));
    return out;
}

}  // namespace config
