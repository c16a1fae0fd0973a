#include "server/user_rules.hpp"

#include "server/authorize.hpp"
#include "server/net/utf8.hpp"

#include <algorithm>

namespace server {
namespace {

// A login name is typed, compared and logged: letters, digits and . _ - only.
bool is_login_name(const std::string& name) {
    return !name.empty() && name.size() <= kMaxUserFieldBytes && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    });
}

// Shown to customers: no control characters, nothing invisible that could pose as another name.
bool is_shown_name(const std::string& name) {
    static constexpr std::string_view kInvisible[] = {"\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e",
                                                      "\u2060", "\u2066", "\u2067", "\u2068", "\u2069", "\ufeff"};
    return name.size() <= kMaxUserFieldBytes && net::is_utf8(name) && std::ranges::none_of(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; }) &&
           std::ranges::none_of(kInvisible, [&](std::string_view each) { return name.find(each) != std::string::npos; });
}

}  // namespace

std::optional<std::string> user_fault(const storage::User& user) {
    if (!is_login_name(user.name)) return "name";
    if (user.display_name.empty() || !is_shown_name(user.display_name)) return "display_name";
    if (!is_shown_name(user.staff_number)) return "staff_number";
    if (!is_role(user.role)) return "role";
    if (!is_shown_name(user.team)) return "team";
    return std::nullopt;
}

}  // namespace server
