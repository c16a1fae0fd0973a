// One agent's socket: commands become events of conversations, rows and entries flow back. Lane rule: lives on its socket's lane.
#pragma once

#include "server/net/socket.hpp"
#include "storage/store.hpp"

#include <functional>
#include <optional>

namespace server {

class Reception;

// Who stands behind a request's session cookie; none when nobody or no longer. May read the store; called on a lane at the upgrade
// and once more on a worker right after, so that a session that ended in between does not keep its socket.
using WhoIs = std::function<std::optional<storage::User>(const net::Request&)>;

// GET /desk. `refuse` is the edge's own check (Origin); without a user the answer is 401.
net::SocketRoute agent_route(Reception& reception, std::function<std::optional<net::Response>(const net::Request&)> refuse, WhoIs who);

}  // namespace server
