// One customer's socket: reads frames, asks the reception, writes what it hears. Lane rule: lives on its socket's lane.
#pragma once

#include "server/net/socket.hpp"

#include <functional>
#include <optional>

namespace server {

class Reception;

// GET /chat. `refuse` is the edge's own check (Origin, overload); the reception and the function outlive the route.
net::SocketRoute customer_route(Reception& reception, std::function<std::optional<net::Response>(const net::Request&)> refuse);

}  // namespace server
