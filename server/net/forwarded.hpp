// Who the client is behind proxies of our own: X-Forwarded-For counts only as far as the proxies that wrote it are trusted. Pure.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace server::net {

// Addresses of proxies, normalised.
using Proxies = std::set<std::string>;

// An address in its one form (an IPv4 one mapped into IPv6 becomes IPv4); none for anything else.
std::optional<std::string> normal_address(std::string_view text);

// `peer` unless it is one of ours; else the last address in the header that is not one of ours. What cannot be read ends the search:
// everything before it was written by somebody we do not know.
std::string client_address(const std::string& peer, std::string_view forwarded_for, const Proxies& ours);

}  // namespace server::net
