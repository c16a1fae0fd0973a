// What the parts of the edge share: types of Asio without type erasure, the sweep of one lane, and the state of one server.
// Inside server/net only.
#pragma once

#include "server/io_lanes.hpp"
#include "server/net/budget.hpp"
#include "server/net/census.hpp"
#include "server/net/server.hpp"

#include <array>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/intrusive/list.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace server::net {

using Executor = boost::asio::io_context::executor_type;
using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using SteadyClock = std::chrono::steady_clock;
using Timer = boost::asio::basic_waitable_timer<SteadyClock, boost::asio::wait_traits<SteadyClock>, Executor>;
template <class T>
using Task = boost::asio::awaitable<T, Executor>;
inline constexpr auto kAwait = boost::asio::as_tuple(boost::asio::use_awaitable_t<Executor>{});

// A connection as its lane's sweep sees it. The sweep only cancels or closes; what that ends is resumed later, never from inside it.
class Swept : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
public:
    Swept() = default;
    Swept(const Swept&) = delete;
    Swept& operator=(const Swept&) = delete;
    virtual ~Swept() = default;
    virtual void sweep(SteadyClock::time_point now) = 0;  // about once a second
    virtual void wind_down() = 0;                          // the server stops: finish what runs, begin nothing
    virtual void cut() = 0;                                // at once
};

using Sweep = boost::intrusive::list<Swept, boost::intrusive::constant_time_size<false>>;

// A connection with something to write when the tasks that its lane has now are done.
using FlushHook = boost::intrusive::list_base_hook<boost::intrusive::tag<struct FlushTag>, boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;
class Flushed : public FlushHook {
public:
    virtual void flush() = 0;

protected:
    ~Flushed() = default;
};

using Flush = boost::intrusive::list<Flushed, boost::intrusive::base_hook<FlushHook>, boost::intrusive::constant_time_size<false>>;

// One lane's connections and what they share. Touched on that lane only.
struct LaneState {
    LaneState(Executor executor, std::size_t budget_bytes) : tick(executor), budget(budget_bytes) {}

    Timer tick;
    SteadyClock::time_point now = SteadyClock::now();  // of the last tick: precise enough for what lasts many seconds
    Sweep connections;
    Flush to_flush;
    Budget budget;
    std::array<char, 16 * 1024> read_buffer{};         // what a socket reads is heard before the next one reads
};

// How many connections and coroutines of the server are alive. Any thread.
class Attendance {
public:
    void enter();
    void leave();
    bool empty_within(std::chrono::milliseconds patience);

private:
    std::mutex mutex_;
    std::condition_variable left_;
    std::size_t present_ = 0;
};

struct Edge {
    Edge(IoLanes& the_lanes, Site the_site, const HttpLimits& the_limits, Meter& the_meter)
        : lanes(the_lanes), site(std::move(the_site)), limits(the_limits), meter(the_meter), census(the_limits) {}

    IoLanes& lanes;
    const Site site;
    const HttpLimits limits;
    Meter& meter;
    Census census;
    std::vector<std::unique_ptr<LaneState>> lane_states;
    std::atomic<bool> stopping{false};
    std::atomic<int> refusing{0};  // connections being told that there are too many
    Attendance attendance;
};

// Counts a connection for as long as it lives.
class Counted {
public:
    Counted(Edge& edge, std::string address);
    ~Counted();
    Counted(Counted&& other) noexcept : edge_(std::exchange(other.edge_, nullptr)), address_(std::move(other.address_)) {}
    Counted& operator=(Counted&&) = delete;

private:
    Edge* edge_;
    std::string address_;
};

// A request that asks for one of the socket routes and was not refused.
struct Upgrade {
    Request request;
    const SocketRoute* route = nullptr;
    std::string early;  // bytes that came with it: the first frames
};

// Serves requests on `socket` until it is closed or an upgrade is due.
Task<std::optional<Upgrade>> serve_http(TcpSocket& socket, Edge& edge, unsigned lane, std::string peer);
// Does the handshake and opens the session; the socket then lives by itself.
Task<void> serve_upgrade(TcpSocket socket, Edge& edge, unsigned lane, Upgrade upgrade, Counted counted);
void open_web_socket(TcpSocket socket, Edge& edge, unsigned lane, Upgrade upgrade, Counted counted);
// Sends what a route answers outside of a connection of its own: a refusal at the door.
Task<void> refuse_connection(TcpSocket socket, Response response);

// Closes without losing what was just written: ends our side, then reads what the other still sends, for a moment, so that the kernel
// does not answer it with a reset that overtakes our last words.
Task<void> close_gently(TcpSocket& socket);

inline constexpr std::chrono::seconds kLinger{2};
inline constexpr std::size_t kMaxLingerBytes = 1 << 20;

}  // namespace server::net
