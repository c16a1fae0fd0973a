// A socket without a network: the same session, the same frames, in one process. For `frontdesk chat --local`, stories and tests.
// Thread rule: made and used by any one thread that is no lane; what the session says arrives on the connection's lane.
#pragma once

#include "server/lanes.hpp"
#include "server/net/socket.hpp"
#include "server/under_way.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace server {

class LocalConnection {
public:
    // Called on the lane for each frame from the server, and once with nothing when the server has closed.
    using Hear = std::function<void(const std::optional<std::string>&)>;

    // Opens a session of the route; the route's refusal throws std::runtime_error.
    LocalConnection(Lanes& lanes, UnderWay& under_way, unsigned lane, const net::SocketRoute& route, net::Request request, Hear hear = {});
    ~LocalConnection();  // as a network does: the session hears closed(). The lanes must run.
    LocalConnection(const LocalConnection&) = delete;
    LocalConnection& operator=(const LocalConnection&) = delete;

    void say(std::string frame);
    // What has come so far; each send() of the session is one batch.
    std::vector<std::string> frames() const;
    std::vector<std::vector<std::string>> batches() const;
    std::optional<net::CloseCode> closed() const;  // by the server

private:
    class End;
    Lanes& lanes_;
    UnderWay& under_way_;
    unsigned lane_;
    std::shared_ptr<End> end_;  // outlives its tasks on the lane
};

}  // namespace server
