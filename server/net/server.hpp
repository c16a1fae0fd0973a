// The server's edge: listens, spreads connections over the lanes, answers HTTP from one table of routes and hands sockets to sessions.
// Thread rule: listen and stop from any thread that is no lane. The lanes must run until stop has returned.
#pragma once

#include "server/io_lanes.hpp"
#include "server/net/forwarded.hpp"
#include "server/net/http.hpp"
#include "server/net/routes.hpp"
#include "server/net/socket.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace server::net {

// Everything that is served. Immutable once the server runs.
struct Site {
    Routes routes;
    std::vector<SocketRoute> sockets;
    Proxies proxies;                                           // of our own, which say for whom they ask
    std::vector<std::pair<std::string, std::string>> headers;  // put on every answer that does not set them itself
};

// Hears what the edge counts. Called on any lane; must be quick and must not throw.
class Meter {
public:
    virtual ~Meter() = default;
    virtual void connections(int /*change*/) {}
    virtual void sockets(int /*change*/) {}
    virtual void request(std::string_view /*method*/, int /*status*/, std::chrono::microseconds /*took*/) {}
    virtual void frame_in(std::size_t /*bytes*/) {}
    virtual void frames_out(std::size_t /*frames*/, std::size_t /*bytes*/) {}
    // A limit was reached: header_bytes, body_bytes, header_time, body_time, connections, connections_per_source, unknown_sockets,
    // unknown_sockets_per_source, frames_per_message, message_bytes, message_time, queued_bytes, idle_time.
    virtual void refused(std::string_view /*limit*/) {}
};

struct Edge;

class Server {
public:
    // All arguments outlive the server.
    Server(IoLanes& lanes, Site site, const HttpLimits& limits, Meter& meter);
    ~Server();  // stops at once
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // Accepts connections from now on; port 0 takes a free one. Returns the port. Throws std::system_error (address in use, not ours).
    std::uint16_t listen(const std::string& address, std::uint16_t port);
    // No new connections from now on; those there are go on.
    void close_doors();
    // Closes the doors, lets answers under way finish and closes the sockets (1012), all for at most `patience`; then cuts what is left.
    // Returns when no connection is left.
    void stop(std::chrono::milliseconds patience);

private:
    class Door;
    std::unique_ptr<Edge> edge_;
    std::vector<std::unique_ptr<Door>> doors_;
};

}  // namespace server::net
