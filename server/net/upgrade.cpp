// From HTTP to a WebSocket: Beast answers the handshake and is done with the connection.
#include "server/net/edge.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace server::net {
namespace {

namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

http::request<http::empty_body> handshake_request(const Request& request) {
    http::request<http::empty_body> message(http::verb::get, "/", 11);
    for (const char* name : {"host", "connection", "upgrade", "sec-websocket-key", "sec-websocket-version"}) {
        message.set(name, request.header(name));
    }
    return message;
}

// False: the client is gone.
Task<bool> shake_hands(TcpSocket& socket, const Request& request) {
    websocket::stream<TcpSocket&, false> stream(socket);
    stream.set_option(websocket::stream_base::decorator([](websocket::response_type& response) { response.set(http::field::server, "frontdesk"); }));
    const auto message = handshake_request(request);
    auto [failed] = co_await stream.async_accept(message, kAwait);
    co_return !failed;
}

}  // namespace

Task<void> serve_upgrade(TcpSocket socket, Edge& edge, unsigned lane, Upgrade upgrade, Counted counted) {
    const std::string peer = upgrade.request.peer;
    const auto verdict = edge.census.unknown_opened(peer);
    if (verdict != Census::Verdict::admitted) {
        const bool too_many = verdict == Census::Verdict::too_many;
        edge.meter.refused(too_many ? "unknown_sockets" : "unknown_sockets_per_source");
        Response refusal = too_many ? error_response(503, "overloaded", "too many sockets")
                                    : error_response(429, "too_many_connections", "too many sockets from your address");
        co_await refuse_connection(std::move(socket), std::move(refusal));
        co_return;
    }
    const bool done = co_await shake_hands(socket, upgrade.request);
    if (done) {
        open_web_socket(std::move(socket), edge, lane, std::move(upgrade), std::move(counted));
    } else {
        edge.census.unknown_closed(peer);
    }
}

}  // namespace server::net
