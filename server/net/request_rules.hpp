// What a request's head must be like beyond what the parser demands. The parser (Beast 1.81) accepts what two servers in a row could
// read in two ways: Transfer-Encoding other than chunked, both lengths at once, two hosts, folded lines. Pure.
#pragma once

#include "server/net/http.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::net {

struct Head {
    std::string_view raw;     // all of it, to find folded lines
    std::string_view method;
    std::string_view target;
    unsigned version = 11;    // 10 or 11
    std::vector<std::pair<std::string_view, std::string_view>> fields;  // in order
};

// Fills method, path, query and headers of `request`, or says what is wrong (400). A repeated field is joined with a comma (cookies
// with a semicolon), unless it is one that has a single value.
std::optional<std::string> read_head(const Head& head, Request& request);

inline constexpr std::size_t kMaxHeaderFields = 100;

}  // namespace server::net
