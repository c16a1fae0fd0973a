// What a request that asks for a WebSocket must be like (RFC 6455, 4.2.1). Pure.
#pragma once

#include "server/net/http.hpp"

#include <optional>
#include <string_view>

namespace server::net {

// It asks for a WebSocket: the token stands in its Upgrade header. Any other request is an ordinary one.
bool asks_for_socket(const Request& request);
// Why such a request is no handshake: 400, or 426 with the version that is spoken here.
std::optional<Response> refuse_handshake(const Request& request);

// `name` is an element of a comma-separated list, whatever its case.
bool has_token(std::string_view list, std::string_view name);

}  // namespace server::net
