#include "server/net/server.hpp"

#include "server/log.hpp"
#include "server/net/edge.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <netinet/tcp.h>
#include <system_error>

namespace server::net {
namespace {

using boost::asio::ip::tcp;
using Acceptor = boost::asio::basic_socket_acceptor<tcp, Executor>;

constexpr std::chrono::seconds kTick{1};
constexpr std::chrono::milliseconds kAcceptPause{100};  // after an accept that failed, for instance for want of descriptors
constexpr int kMaxRefusing = 200;

std::string address_text(const tcp::endpoint& endpoint) {
    const auto address = endpoint.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

Task<void> serve(TcpSocket socket, Edge* edge, unsigned lane, std::string peer) {
    Counted counted(*edge, peer);
    auto upgrade = co_await serve_http(socket, *edge, lane, std::move(peer));
    if (upgrade) co_await serve_upgrade(std::move(socket), *edge, lane, std::move(*upgrade), std::move(counted));
}

void log_failure(std::exception_ptr failed) {
    if (!failed) return;
    try {
        std::rethrow_exception(failed);
    } catch (const std::exception& error) {
        log_event(LogLevel::error, "connection_failed", {{"error", error.what()}});
    }
}

Response door_refusal(Census::Verdict verdict) {
    return verdict == Census::Verdict::too_many ? error_response(503, "overloaded", "too many connections")
                                                : error_response(429, "too_many_connections", "too many connections from your address");
}

Task<void> refuse(TcpSocket socket, Edge* edge, Response response) {
    ++edge->refusing;
    co_await refuse_connection(std::move(socket), std::move(response));
    --edge->refusing;
}

// Starts a coroutine that the server waits for when it stops.
void spawn(Edge& edge, const Executor& executor, Task<void> task) {
    edge.attendance.enter();
    boost::asio::co_spawn(executor, std::move(task), [&edge](std::exception_ptr failed) {
        log_failure(failed);
        edge.attendance.leave();
    });
}

Task<void> tick(Edge* edge, unsigned lane) {
    LaneState& state = *edge->lane_states[lane];
    while (!edge->stopping || !state.connections.empty()) {  // deadlines hold while the server stops, too
        state.tick.expires_after(kTick);
        co_await state.tick.async_wait(kAwait);
        state.now = SteadyClock::now();
        for (Swept& connection : state.connections) connection.sweep(state.now);
    }
}

}  // namespace

class Server::Door {
public:
    Door(Edge& edge, const std::string& address, std::uint16_t port) : edge_(edge), acceptor_(edge.lanes.at(0).get_executor()) {
        const tcp::endpoint endpoint(boost::asio::ip::make_address(address), port);
        acceptor_.open(endpoint.protocol());
        acceptor_.set_option(tcp::acceptor::reuse_address(true));
        acceptor_.bind(endpoint);
        acceptor_.listen(4096);
        spawn(edge_, acceptor_.get_executor(), accept());
    }

    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

    // The server waits for this too when it stops.
    void close() {
        edge_.attendance.enter();
        boost::asio::post(acceptor_.get_executor(), [this] {
            open_ = false;
            boost::system::error_code ignored;
            acceptor_.close(ignored);
            pause_.cancel();
            edge_.attendance.leave();
        });
    }

private:
    Task<void> accept() {
        for (unsigned lane = 0; open_; lane = (lane + 1) % edge_.lanes.count()) {
            auto [failed, socket] = co_await acceptor_.async_accept(edge_.lanes.at(lane).get_executor(), kAwait);
            if (!failed) {
                admit(std::move(socket), lane);
            } else if (open_) {
                pause_.expires_after(kAcceptPause);
                co_await pause_.async_wait(kAwait);
            }
        }
    }

    void admit(TcpSocket socket, unsigned lane) {
        boost::system::error_code gone;
        const auto remote = socket.remote_endpoint(gone);
        if (gone) return;
        socket.set_option(tcp::no_delay(true), gone);
        const std::string peer = address_text(remote);
        const auto verdict = edge_.census.connection_opened(peer);
        const Executor executor = edge_.lanes.at(lane).get_executor();
        if (verdict == Census::Verdict::admitted) {
            return spawn(edge_, executor, serve(std::move(socket), &edge_, lane, peer));
        }
        edge_.meter.refused(verdict == Census::Verdict::too_many ? "connections" : "connections_per_source");
        // Saying no costs a connection too: beyond so many at a time it is only closed.
        if (edge_.refusing < kMaxRefusing) spawn(edge_, executor, refuse(std::move(socket), &edge_, door_refusal(verdict)));
    }

    Edge& edge_;
    Acceptor acceptor_;
    Timer pause_{acceptor_.get_executor()};
    bool open_ = true;  // on the acceptor's lane
};

Server::Server(IoLanes& lanes, Site site, const HttpLimits& limits, Meter& meter)
    : edge_(std::make_unique<Edge>(lanes, std::move(site), limits, meter)) {
    for (unsigned lane = 0; lane < lanes.count(); ++lane) {
        edge_->lane_states.push_back(std::make_unique<LaneState>(lanes.at(lane).get_executor(), limits.max_held_bytes / lanes.count()));
    }
    for (unsigned lane = 0; lane < lanes.count(); ++lane) {  // only now: the lanes run already
        spawn(*edge_, lanes.at(lane).get_executor(), tick(edge_.get(), lane));
    }
}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

std::uint16_t Server::listen(const std::string& address, std::uint16_t port) {
    doors_.push_back(std::make_unique<Door>(*edge_, address, port));
    return doors_.back()->port();
}

void Server::close_doors() {
    for (auto& door : doors_) door->close();
}

void Server::stop(std::chrono::milliseconds patience) {
    close_doors();
    edge_->stopping = true;
    const auto tell_all = [this](void (Swept::*what)()) {
        for (unsigned lane = 0; lane < edge_->lanes.count(); ++lane) {
            edge_->attendance.enter();
            edge_->lanes.post(lane, [edge = edge_.get(), lane, what] {
                LaneState& state = *edge->lane_states[lane];
                state.tick.cancel();
                for (Swept& connection : state.connections) (connection.*what)();
                edge->attendance.leave();
            });
        }
    };
    tell_all(&Swept::wind_down);
    if (edge_->attendance.empty_within(patience)) return;
    do {
        tell_all(&Swept::cut);
    } while (!edge_->attendance.empty_within(kTick));
}

}  // namespace server::net
