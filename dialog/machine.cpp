#include "dialog/machine.hpp"

#include <algorithm>
#include <limits>

namespace dialog {

const std::string& Action::operator[](const std::string& name) const {
    static const std::string kEmpty;
    const auto it = params.find(name);
    return it == params.end() ? kEmpty : it->second;
}

StateIndex Machine::find(std::string_view wanted) const {
    const auto it = std::find_if(states.begin(), states.end(), [&](const State& state) { return state.id == wanted; });
    return it == states.end() ? kNoState : static_cast<StateIndex>(it - states.begin());
}

std::string delay_event(const State& state, std::chrono::milliseconds delay) {
    return "xstate.after." + std::to_string(delay.count()) + "." + state.id;
}
std::string done_event(const State& state) { return "xstate.done.state." + state.id; }
std::string done_event(const Invoke& invoke) { return "xstate.done.actor." + invoke.id; }
std::string error_event(const Invoke& invoke) { return "xstate.error.actor." + invoke.id; }

int descriptor_fit(std::string_view descriptor, std::string_view event) {
    if (descriptor == event) return std::numeric_limits<int>::max();
    if (descriptor == "*") return 1;
    if (!descriptor.ends_with(".*")) return 0;
    const auto stem = descriptor.substr(0, descriptor.size() - 2);
    const bool fits = event == stem || (event.starts_with(stem) && event.substr(stem.size()).starts_with("."));
    return fits ? 1 + static_cast<int>(descriptor.size()) : 0;
}

}  // namespace dialog
