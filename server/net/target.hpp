// The request target (/path?query) as decoded parts. Pure; what is ambiguous is refused rather than repaired.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace server::net {

struct Target {
    std::string path;
    std::map<std::string, std::string> query;
    bool operator==(const Target&) const = default;
};

// None for a target that is not in origin form, a bad escape, an escaped slash (whose segment would it be in?), control
// characters, bad UTF-8, a repeated query key or more than kMaxQueryKeys of them.
std::optional<Target> parse_target(std::string_view target);

inline constexpr std::size_t kMaxQueryKeys = 32;

}  // namespace server::net
