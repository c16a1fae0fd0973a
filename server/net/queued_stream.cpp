#include "server/net/queued_stream.hpp"

#include <boost/asio/write.hpp>

namespace server::net {
namespace {

constexpr std::size_t kKeptBytes = 16 * 1024;  // memory that an idle connection's queue may keep

}  // namespace

void QueuedStream::queue(std::string_view bytes) {
    if (broken_ || last_queued_) return;
    if (queued_.size() + in_flight_.size() + bytes.size() > limits_.max_queued_bytes) {
        meter_.refused("queued_bytes");
        return cut();
    }
    queued_ += bytes;
    schedule_flush();
}

void QueuedStream::queue_last(std::string_view bytes) {
    if (broken_ || last_queued_) return;
    queued_ += bytes;  // a close frame: small, and the last
    last_queued_ = true;
    schedule_flush();
}

// Posted, so that all that one task of the lane queues leaves together.
void QueuedStream::schedule_flush() {
    if (writing_ || flush_posted_) return;
    flush_posted_ = true;
    boost::asio::post(get_executor(), [this] {
        flush_posted_ = false;
        flush();
    });
}

void QueuedStream::flush() {
    if (broken_ || queued_.empty()) {
        idle_.cancel();
        return;
    }
    writing_ = true;
    std::swap(queued_, in_flight_);
    boost::asio::async_write(socket_, boost::asio::buffer(in_flight_),
                             [this](boost::system::error_code failed, std::size_t) { wrote(failed); });
}

void QueuedStream::wrote(boost::system::error_code failed) {
    writing_ = false;
    in_flight_.clear();
    if (in_flight_.capacity() > kKeptBytes) in_flight_.shrink_to_fit();
    if (failed) cut();
    flush();
}

Task<void> QueuedStream::drained() {
    while (writing_ || flush_posted_ || (!broken_ && !queued_.empty())) {
        idle_.expires_at(SteadyClock::time_point::max());
        co_await idle_.async_wait(kAwait);
    }
    last_queued_ = true;  // whoever waited for this may destroy the stream: no flush may be posted any more
}

void QueuedStream::cut() {
    broken_ = true;
    queued_.clear();
    boost::system::error_code ignored;
    socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);  // nothing of it is worth keeping in the kernel
    socket_.close(ignored);
}

void QueuedStream::watch(std::span<const std::uint8_t> bytes) {
    heard_at_ = SteadyClock::now();
    const auto begun_before = watch_.begun();
    within_frames_ = watch_.feed(bytes);
    if (watch_.begun() != begun_before) message_began_at_ = heard_at_;
}

}  // namespace server::net
