// A WebSocket as the sessions see it; Beast stands behind it in server/net only.
// Lane rule: a session and its socket live on one lane; every member is called there.
#pragma once

#include "server/net/frames.hpp"
#include "server/net/http.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace server::net {

class Socket {
public:
    virtual ~Socket() = default;
    // Queues text frames; what one task of the lane queues leaves in one write. A queue over its limit closes the socket (slow reader).
    virtual void send(const Frames& frames) = 0;
    // Says goodbye with a code; frames queued before it are still sent. The session hears closed() afterwards.
    virtual void close(CloseCode code, std::string_view reason) = 0;
    // The session knows now who it is (a hello was accepted): the socket no longer counts among the unknown ones of its address.
    virtual void known() {}
    virtual unsigned lane() const = 0;
    virtual const std::string& peer() const = 0;  // address without port
};

// What happens on a socket. Destroyed after closed().
class Session {
public:
    virtual ~Session() = default;
    virtual void opened() = 0;                       // the handshake is done, frames may be sent
    virtual void frame(std::string_view text) = 0;   // one whole text message, valid UTF-8, within the size limit
    virtual void closed() = 0;                       // the last call; the socket must not be used any more
};

struct SocketLimits {
    std::size_t max_message_bytes = 16 * 1024;
    std::size_t max_frames_per_message = 32;
    std::size_t max_frames_per_second = 500;    // of any kind; counted from one sweep to the next
    std::size_t max_queued_bytes = 256 * 1024;
    std::chrono::seconds message_deadline{10};  // from a message's first frame to its last
    std::chrono::seconds idle{90};              // with a ping at half of it
    bool operator==(const SocketLimits&) const = default;
};

// Decides on an upgrade. A response refuses it (403, 401, 503 ...); else the session for the socket is made.
struct SocketRoute {
    std::string path;  // exact, for instance /chat
    SocketLimits limits;
    std::function<std::optional<Response>(const Request&)> refuse;
    std::function<std::unique_ptr<Session>(Socket&, const Request&)> open;
};

}  // namespace server::net
