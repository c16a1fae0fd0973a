// Reads a flow: an XState v5 machine config (JSON, names only). docs/flows.md is the manual of the notation and the vocabulary.
#pragma once

#include "config/reader.hpp"
#include "dialog/machine.hpp"

#include <functional>
#include <string_view>

namespace config {

// Tells whether a parameter of a guard or an action names something that exists; given by the loader of the desk.
struct FlowNames {
    std::function<bool(std::string_view)> prompt;
    std::function<bool(std::string_view)> slot;
    std::function<bool(std::string_view)> choices;
    std::function<bool(std::string_view)> intent;
    // Lets guards, actions, lookups and keys through that the vocabulary does not know: for looking at a flow, not for serving one.
    bool open = false;
};

// The machine; what is wrong (unknown key, guard, action, actor, parameter, target) is added to `problems` with its JSON path.
dialog::Machine load_flow(const std::filesystem::path& root, const std::string& file, const FlowNames& names, Problems& problems);

// The same from JSON that is at hand; `file` is only named in problems.
dialog::Machine read_flow(const Json& json, const std::string& file, const FlowNames& names, Problems& problems);

inline constexpr std::size_t kMaxStates = 2000;
inline constexpr int kMaxStateDepth = 32;
inline constexpr std::int64_t kMaxDelayMilliseconds = std::int64_t{366} * 24 * 3600 * 1000;

}  // namespace config
