// One WebSocket: Beast does the handshake and reads, the session hears whole messages, the queued stream writes.
#include "server/log.hpp"
#include "server/net/edge.hpp"
#include "server/net/frames.hpp"
#include "server/net/queued_stream.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace server::net {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

constexpr std::size_t kBufferSlack = 4096;  // the reader asks for more room than the message takes
constexpr std::size_t kKeptBytes = 4096;    // that an idle connection's buffer may keep

http::request<http::empty_body> handshake_request(const Request& request) {
    http::request<http::empty_body> message(http::verb::get, "/", 11);
    for (const char* name : {"host", "connection", "upgrade", "sec-websocket-key", "sec-websocket-version"}) {
        if (!request.header(name).empty()) message.set(name, request.header(name));
    }
    return message;
}

class WebSocket final : public Socket, public Swept {
public:
    WebSocket(TcpSocket socket, Edge& edge, unsigned lane, const Upgrade& upgrade)
        : edge_(edge), lane_(lane), limits_(upgrade.route->limits), peer_(upgrade.request.peer),
          stream_(std::move(socket), limits_, edge.meter), buffer_(limits_.max_message_bytes + kBufferSlack) {
        edge.lane_states[lane]->connections.push_back(*this);
    }
    ~WebSocket() override { known(); }

    Task<void> run(const Upgrade& upgrade);

    void send(const Frames& frames) override;
    void close(CloseCode code, std::string_view reason) override;
    void known() override;
    unsigned lane() const override { return lane_; }
    const std::string& peer() const override { return peer_; }

    void sweep(SteadyClock::time_point now) override;
    void wind_down() override { close(CloseCode::restart, "the server restarts"); }
    void cut() override { transport().cut(); }

private:
    Task<void> serve(const Upgrade& upgrade);
    Task<void> read(Session& session);
    void hear(Session& session);
    void explain(boost::system::error_code failed);
    QueuedStream& transport() { return stream_.next_layer(); }

    Edge& edge_;
    const unsigned lane_;
    const SocketLimits limits_;
    const std::string peer_;
    websocket::stream<QueuedStream, false> stream_;
    beast::flat_buffer buffer_;
    bool unknown_ = true;     // counts among the unknown sockets of its address
    bool closing_ = false;    // our close frame is queued
    bool pinged_ = false;
    SteadyClock::time_point closed_by_ = SteadyClock::time_point::max();
};

void WebSocket::send(const Frames& frames) {
    edge_.meter.frames_out(frames.count(), frames.bytes().size());
    transport().queue(frames.bytes());
}

void WebSocket::close(CloseCode code, std::string_view reason) {
    if (closing_) return;
    closing_ = true;
    closed_by_ = SteadyClock::now() + kLinger;
    transport().queue_last(close_frame(code, reason));
}

void WebSocket::known() {
    if (!unknown_) return;
    unknown_ = false;
    edge_.census.unknown_closed(peer_);
}

void WebSocket::sweep(SteadyClock::time_point now) {
    if (now >= closed_by_) return transport().cut();
    if (closing_) return;
    if (transport().inside_message() && now - transport().message_began_at() > limits_.message_deadline) {
        edge_.meter.refused("message_time");
        return close(CloseCode::policy, "the message took too long");
    }
    const auto silent = now - transport().heard_at();
    if (silent >= limits_.idle) {
        edge_.meter.refused("idle_time");
        transport().cut();
    } else if (silent < limits_.idle / 2) {
        pinged_ = false;
    } else if (!pinged_) {
        pinged_ = true;
        transport().queue(ping_frame());
    }
}

// Every way out passes drained(): the queue may not have work posted when it is destroyed.
Task<void> WebSocket::run(const Upgrade& upgrade) {
    stream_.set_option(websocket::stream_base::timeout{websocket::stream_base::none(), websocket::stream_base::none(), false});
    stream_.set_option(websocket::stream_base::decorator([](websocket::response_type& response) { response.set(http::field::server, "frontdesk"); }));
    stream_.read_message_max(limits_.max_message_bytes);
    const auto handshake = handshake_request(upgrade.request);
    auto [refused] = co_await stream_.async_accept(handshake, kAwait);
    if (!refused) {
        edge_.meter.sockets(1);
        co_await serve(upgrade);
        edge_.meter.sockets(-1);
    }
    closed_by_ = SteadyClock::now() + kLinger;
    co_await transport().drained();
    co_await close_gently(transport().socket());
}

// An exception ends its connection, nothing else.
Task<void> WebSocket::serve(const Upgrade& upgrade) {
    try {
        const auto session = upgrade.route->open(*this, upgrade.request);
        session->opened();
        if (edge_.stopping) wind_down();
        co_await read(*session);
        session->closed();
    } catch (const std::exception& error) {
        log_event(LogLevel::error, "session_failed", {{"error", error.what()}});
        close(CloseCode::internal, "something went wrong here");
    }
}

Task<void> WebSocket::read(Session& session) {
    for (;;) {
        auto [failed, size] = co_await stream_.async_read(buffer_, kAwait);
        if (failed) {
            explain(failed);
            co_return;
        }
        edge_.meter.frame_in(size);
        if (!closing_) hear(session);
        buffer_.consume(buffer_.size());
        if (buffer_.capacity() > kKeptBytes) buffer_.shrink_to_fit();
    }
}

void WebSocket::hear(Session& session) {
    if (!stream_.got_text()) return close(CloseCode::unsupported, "text frames only");
    try {
        session.frame({static_cast<const char*>(buffer_.cdata().data()), buffer_.size()});
    } catch (const std::exception& error) {
        log_event(LogLevel::error, "session_failed", {{"error", error.what()}});
        close(CloseCode::internal, "something went wrong here");
    }
}

// Beast answers most faults with a close frame itself (1002, 1007, 1009); the frame budget is ours.
void WebSocket::explain(boost::system::error_code failed) {
    if (transport().too_many_frames()) {
        edge_.meter.refused("frames_per_message");
        close(CloseCode::policy, "too many frames in one message");
    } else if (failed == websocket::error::message_too_big) {
        edge_.meter.refused("message_bytes");
    }
}

}  // namespace

Task<void> serve_socket(TcpSocket socket, Edge& edge, unsigned lane, Upgrade upgrade) {
    const auto verdict = edge.census.unknown_opened(upgrade.request.peer);
    if (verdict != Census::Verdict::admitted) {
        const bool too_many = verdict == Census::Verdict::too_many;
        edge.meter.refused(too_many ? "unknown_sockets" : "unknown_sockets_per_source");
        Response refusal = too_many ? error_response(503, "overloaded", "too many sockets")
                                    : error_response(429, "too_many_connections", "too many sockets from your address");
        co_await refuse_connection(std::move(socket), std::move(refusal));
        co_return;
    }
    WebSocket connection(std::move(socket), edge, lane, upgrade);
    co_await connection.run(upgrade);
}

}  // namespace server::net
