// The byte stream under a WebSocket: reads go straight to the socket and are watched, writes go into one queue that leaves in one write.
// Beast reads through it and writes its handshake, pongs and close frames into the same queue as our own frames, so that two writes are
// never in flight and nothing lands inside a frame. Lane rule: everything on the socket's lane.
#pragma once

#include "server/net/edge.hpp"
#include "server/net/frame_watch.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/role.hpp>
#include <string>
#include <string_view>

namespace server::net {

class QueuedStream {
public:
    using executor_type = Executor;
    using Done = void(boost::system::error_code, std::size_t);

    QueuedStream(TcpSocket socket, const SocketLimits& limits, Meter& meter)
        : socket_(std::move(socket)), limits_(limits), meter_(meter), watch_(limits.max_frames_per_message), idle_(socket_.get_executor()) {}

    Executor get_executor() { return socket_.get_executor(); }

    template <class MutableBuffers, class Token>
    auto async_read_some(const MutableBuffers& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, Done>(
            [this](auto done, const MutableBuffers& into) {
                socket_.async_read_some(into, [this, into, done = std::move(done)](boost::system::error_code failed, std::size_t size) mutable {
                    if (!failed) failed = heard(into, size);
                    std::move(done)(failed, failed ? 0 : size);
                });
            },
            token, buffers);
    }

    // Takes all of the buffers at once: what Beast writes in one call stays in one piece.
    template <class ConstBuffers, class Token>
    auto async_write_some(const ConstBuffers& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, Done>(
            [this](auto done, const ConstBuffers& from) {
                std::size_t size = 0;
                const auto end = boost::asio::buffer_sequence_end(from);
                for (auto part = boost::asio::buffer_sequence_begin(from); part != end; ++part) {
                    const boost::asio::const_buffer bytes = *part;
                    size += bytes.size();
                    queue({static_cast<const char*>(bytes.data()), bytes.size()});
                }
                boost::asio::post(get_executor(), [done = std::move(done), size]() mutable { std::move(done)({}, size); });
            },
            token, buffers);
    }

    // Queues bytes that stay in one piece. Beyond the limit the connection is cut: the reader is too slow.
    void queue(std::string_view bytes);
    // Queues the last bytes: what comes after them, also from Beast, is dropped.
    void queue_last(std::string_view bytes);
    // Completes when nothing is queued or in flight, or the connection is broken; takes no bytes from then on. To be awaited before the end.
    Task<void> drained();
    void cut();  // closes at once

    bool too_many_frames() const { return !within_frames_; }
    bool inside_message() const { return watch_.inside_message(); }
    SteadyClock::time_point heard_at() const { return heard_at_; }
    SteadyClock::time_point message_began_at() const { return message_began_at_; }
    TcpSocket& socket() { return socket_; }

private:
    template <class MutableBuffers>
    boost::system::error_code heard(const MutableBuffers& buffers, std::size_t size) {
        const auto end = boost::asio::buffer_sequence_end(buffers);
        for (auto part = boost::asio::buffer_sequence_begin(buffers); part != end && size > 0; ++part) {
            const boost::asio::mutable_buffer bytes = *part;
            const std::size_t taken = std::min(size, bytes.size());
            watch({static_cast<const std::uint8_t*>(bytes.data()), taken});
            size -= taken;
        }
        return within_frames_ ? boost::system::error_code{} : make_error_code(boost::system::errc::protocol_error);
    }
    void watch(std::span<const std::uint8_t> bytes);
    void schedule_flush();
    void flush();
    void wrote(boost::system::error_code failed);

    TcpSocket socket_;
    const SocketLimits limits_;
    Meter& meter_;
    FrameWatch watch_;
    Timer idle_;                    // cancelled when the queue is empty: whoever waits for it wakes up
    std::string queued_;
    std::string in_flight_;
    bool flush_posted_ = false;
    bool writing_ = false;
    bool last_queued_ = false;
    bool broken_ = false;
    bool within_frames_ = true;
    SteadyClock::time_point heard_at_ = SteadyClock::now();
    SteadyClock::time_point message_began_at_ = SteadyClock::now();
};

// Beast's hooks: the connection is ended by its owner, not by the protocol's implementation.
template <class Done>
void async_teardown(boost::beast::role_type, QueuedStream& stream, Done&& done) {
    boost::asio::post(stream.get_executor(), [done = std::forward<Done>(done)]() mutable { done(boost::system::error_code{}); });
}
inline void beast_close_socket(QueuedStream& stream) { stream.cut(); }

}  // namespace server::net
