// One WebSocket after the handshake: waits until there is something to read, reads it into the lane's buffer, lets the parser say what
// it means and the session hear it; writes what is queued in one go. It is owned by what it waits for.
// Lane rule: everything on the socket's lane.
#include "server/log.hpp"
#include "server/net/edge.hpp"
#include "server/net/frame_parser.hpp"

#include <boost/asio/post.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>

namespace server::net {
namespace {

using boost::system::error_code;
constexpr auto kNever = SteadyClock::time_point::max();
constexpr std::chrono::seconds kFarewell{10};  // to take what was queued before the end

class WebSocket final : public Socket, public Swept, public Flushed {
public:
    WebSocket(TcpSocket socket, Edge& edge, unsigned lane, const Upgrade& upgrade, Counted counted);
    ~WebSocket() {
        known();
        edge_.meter.sockets(-1);
    }

    void start(const Request& request, std::string early);

    void send(const Frames& frames) override;
    void close(CloseCode code, std::string_view reason) override;
    void known() override;
    unsigned lane() const override { return lane_; }
    const std::string& peer() const override { return peer_; }

    void sweep(SteadyClock::time_point now) override;
    void wind_down() override { close(CloseCode::restart, "the server restarts"); }
    void cut() override;
    void flush() override;

private:
    using Ptr = boost::intrusive_ptr<WebSocket>;
    enum class Phase : std::uint8_t {
        open,
        closing,    // our close frame is queued, the client's is awaited
        ending,     // nothing is heard any more; what is queued is still written
        lingering,  // our side of the stream is shut; reads until the client ends, so that the kernel resets nothing we wrote last
        gone,       // closed
    };
    friend void intrusive_ptr_add_ref(WebSocket* socket) { ++socket->owners_; }
    friend void intrusive_ptr_release(WebSocket* socket) {
        if (--socket->owners_ > 0) return;
        Attendance& attendance = socket->edge_.attendance;
        delete socket;
        attendance.leave();  // the last: the edge may go now
    }

    LaneState& lane_state() { return *edge_.lane_states[lane_]; }
    template <class Call>
    void guarded(Call call);
    void readable(error_code failed);
    void read();
    void hear(std::span<char> bytes);
    void take(const FrameEvent& event);
    void queue(std::string_view bytes);
    void write();
    void advance();
    void begin_end();
    void leave();
    void give_up(CloseCode code, std::string_view reason, std::string_view limit);
    void end_session();
    bool account();
    std::size_t pending() const { return out_.size() - written_; }

    Edge& edge_;
    const SocketRoute& route_;
    TcpSocket socket_;
    Counted counted_;
    const std::string peer_;
    std::unique_ptr<Session> session_;
    FrameParser parser_;
    std::string out_;            // bytes to write; the first written_ of them are
    std::size_t written_ = 0;
    Held held_;
    SteadyClock::time_point heard_at_;
    SteadyClock::time_point message_began_at_ = kNever;  // of a message or frame that is not complete
    SteadyClock::time_point closed_by_ = kNever;         // once it is not open any more
    std::size_t discarded_ = 0;
    const unsigned lane_;
    std::uint32_t owners_ = 0;
    Phase phase_ = Phase::open;
    bool unknown_ = true;        // counts among the unknown sockets of its address
    bool pinged_ = false;
    bool awaits_input_ = false;
    bool awaits_room_ = false;   // the kernel takes no more for now
    bool ended_ = false;         // the client has ended its side of the stream
    bool at_work_ = false;       // advance() follows
};

WebSocket::WebSocket(TcpSocket socket, Edge& edge, unsigned lane, const Upgrade& upgrade, Counted counted)
    : edge_(edge), route_(*upgrade.route), socket_(std::move(socket)), counted_(std::move(counted)), peer_(upgrade.request.peer),
      parser_(route_.limits), held_(edge.lane_states[lane]->budget), heard_at_(edge.lane_states[lane]->now), lane_(lane) {
    edge.attendance.enter();
    lane_state().connections.push_back(*this);
    error_code ignored;
    socket_.non_blocking(true, ignored);
    edge.meter.sockets(1);
}

// An exception of the session ends its connection, nothing else.
template <class Call>
void WebSocket::guarded(Call call) {
    try {
        call();
    } catch (const std::exception& error) {
        log_event(LogLevel::error, "session_failed", {{"error", error.what()}});
        close(CloseCode::internal, "something went wrong here");
    }
}

void WebSocket::start(const Request& request, std::string early) {
    at_work_ = true;
    guarded([&] {
        session_ = route_.open(*this, request);
        session_->opened();
    });
    if (edge_.stopping) wind_down();
    hear(early);
    advance();
}

void WebSocket::send(const Frames& frames) {
    edge_.meter.frames_out(frames.count(), frames.bytes().size());
    queue(frames.bytes());
}

void WebSocket::close(CloseCode code, std::string_view reason) {
    if (phase_ != Phase::open) return;
    queue(close_frame(code, reason));
    if (phase_ != Phase::open) return;
    phase_ = Phase::closing;
    closed_by_ = SteadyClock::now() + kFarewell;
}

void WebSocket::known() {
    if (!std::exchange(unknown_, false)) return;
    edge_.census.unknown_closed(peer_);
}

void WebSocket::sweep(SteadyClock::time_point now) {
    if (phase_ != Phase::open) {
        if (now >= closed_by_) cut();
        return;
    }
    parser_.second_passed();
    if (message_began_at_ != kNever && now - message_began_at_ > route_.limits.message_deadline) {
        return give_up(CloseCode::policy, "the message took too long", "message_time");
    }
    const auto silent = now - heard_at_;
    if (silent >= route_.limits.idle) {
        edge_.meter.refused("idle_time");
        cut();
    } else if (silent < route_.limits.idle / 2) {
        pinged_ = false;
    } else if (!std::exchange(pinged_, true)) {
        queue(ping_frame());
    }
}

void WebSocket::cut() {
    error_code ignored;
    socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);  // nothing of it is worth keeping in the kernel
    leave();
}

// Closes; whatever waits for the socket is called for the last time.
void WebSocket::leave() {
    phase_ = Phase::gone;
    error_code ignored;
    socket_.close(ignored);
}

void WebSocket::readable(error_code failed) {
    awaits_input_ = false;
    at_work_ = true;
    if (!failed && phase_ != Phase::gone) read();
    advance();
}

// One read, so that a client who sends without end does not keep the lane from the others.
void WebSocket::read() {
    error_code failed;
    auto& buffer = lane_state().read_buffer;
    const std::size_t size = socket_.read_some(boost::asio::buffer(buffer), failed);
    if (failed == boost::asio::error::would_block) return;
    if (failed == boost::asio::error::eof) {
        ended_ = true;
        return begin_end();
    }
    if (failed) return cut();
    heard_at_ = lane_state().now;
    if (phase_ < Phase::ending) return hear({buffer.data(), size});
    discarded_ += size;
    if (discarded_ > kMaxLingerBytes) cut();
}

void WebSocket::hear(std::span<char> bytes) {
    while (phase_ < Phase::ending) {
        const FrameEvent event = parser_.next(bytes);
        if (event.kind == FrameEvent::Kind::none) break;
        take(event);
        if (!parser_.in_message()) message_began_at_ = kNever;
    }
    const bool complete = !parser_.in_message() && parser_.between_frames();
    if (complete) message_began_at_ = kNever;
    else if (message_began_at_ == kNever) message_began_at_ = SteadyClock::now();
}

void WebSocket::take(const FrameEvent& event) {
    switch (event.kind) {
        case FrameEvent::Kind::message:
            edge_.meter.frame_in(event.payload.size());
            if (phase_ == Phase::open) guarded([&] { session_->frame(event.payload); });
            break;
        case FrameEvent::Kind::ping: queue(pong_frame(event.payload)); break;
        case FrameEvent::Kind::close:
            queue(close_answer(event.payload));
            begin_end();
            break;
        case FrameEvent::Kind::fault: give_up(event.code, event.payload, event.limit); break;
        case FrameEvent::Kind::pong:
        case FrameEvent::Kind::none: break;
    }
}

void WebSocket::queue(std::string_view bytes) {
    if (phase_ != Phase::open) return;
    if (pending() + bytes.size() > route_.limits.max_queued_bytes) {
        write();
        if (phase_ != Phase::open) return;
        if (pending() + bytes.size() > route_.limits.max_queued_bytes) {
            edge_.meter.refused("queued_bytes");
            return cut();
        }
    }
    out_ += bytes;
    if (!account() || at_work_ || awaits_room_ || Flushed::is_linked()) return;
    Flush& waiting = lane_state().to_flush;
    const bool first = waiting.empty();
    waiting.push_back(*this);
    if (!first) return;
    boost::asio::post(socket_.get_executor(), [self = Ptr(this), &waiting] {
        while (!waiting.empty()) waiting.front().flush();
    });
}

void WebSocket::flush() {
    Flushed::unlink();
    at_work_ = true;
    advance();
}

// As much as the kernel takes now.
void WebSocket::write() {
    while (pending() > 0 && phase_ != Phase::gone) {
        error_code failed;
        written_ += socket_.write_some(boost::asio::buffer(out_.data() + written_, pending()), failed);
        if (failed == boost::asio::error::would_block) break;
        if (failed) cut();
    }
    if (pending() == 0) std::string().swap(out_);
    else if (written_ > pending()) out_.erase(0, written_);
    else return;
    written_ = 0;
}

// The end of whatever has happened to the socket: writes, goes on with its end, waits for what is next. The socket may be gone afterwards.
void WebSocket::advance() {
    const Ptr self(this);
    if (!awaits_room_) write();
    if (phase_ == Phase::ending && pending() == 0) {
        error_code failed;
        socket_.shutdown(TcpSocket::shutdown_send, failed);
        phase_ = Phase::lingering;
    }
    if (phase_ == Phase::lingering && ended_) leave();
    if (phase_ != Phase::open && pending() == 0) closed_by_ = std::min(closed_by_, SteadyClock::now() + kLinger);
    if (phase_ >= Phase::ending) end_session();
    at_work_ = false;
    if (phase_ == Phase::gone) return;
    if (!ended_ && !std::exchange(awaits_input_, true)) {
        socket_.async_wait(TcpSocket::wait_read, [self](error_code failed) { self->readable(failed); });
    }
    if (pending() > 0 && !std::exchange(awaits_room_, true)) {
        socket_.async_wait(TcpSocket::wait_write, [self](error_code) {
            self->awaits_room_ = false;
            self->at_work_ = true;
            self->advance();
        });
    }
    account();
}

void WebSocket::begin_end() {
    if (phase_ >= Phase::ending) return;
    phase_ = Phase::ending;
    closed_by_ = std::min(closed_by_, SteadyClock::now() + kFarewell);
}

void WebSocket::give_up(CloseCode code, std::string_view reason, std::string_view limit) {
    if (!limit.empty()) edge_.meter.refused(limit);
    queue(close_frame(code, reason));
    begin_end();
}

// Never from inside one of the session's own calls.
void WebSocket::end_session() {
    const auto session = std::exchange(session_, nullptr);
    if (!session) return;
    guarded([&] { session->closed(); });
}

// False: it holds more than its lane has left, and is cut.
bool WebSocket::account() {
    if (held_.set(out_.capacity() + parser_.held_bytes())) return true;
    edge_.meter.refused("held_bytes");
    cut();
    return false;
}

}  // namespace

void open_web_socket(TcpSocket socket, Edge& edge, unsigned lane, Upgrade upgrade, Counted counted) {
    const boost::intrusive_ptr<WebSocket> opened(new WebSocket(std::move(socket), edge, lane, upgrade, std::move(counted)));
    opened->start(upgrade.request, std::move(upgrade.early));
}

}  // namespace server::net
