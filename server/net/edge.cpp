#include "server/net/edge.hpp"

#include <array>

namespace server::net {

void Attendance::enter() {
    const std::lock_guard lock(mutex_);
    ++present_;
}

void Attendance::leave() {
    const std::lock_guard lock(mutex_);
    if (--present_ == 0) left_.notify_all();  // under the lock: whoever waits may destroy this as soon as it is released
}

bool Attendance::empty_within(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return left_.wait_for(lock, patience, [this] { return present_ == 0; });
}

namespace {

// Closes the socket when the linger is over; the reading that goes on then fails.
Task<void> discard(TcpSocket& socket) {
    std::array<char, 4096> rubbish{};
    for (std::size_t read = 0; read < kMaxLingerBytes;) {
        auto [failed, size] = co_await socket.async_read_some(boost::asio::buffer(rubbish), kAwait);
        if (failed) co_return;
        read += size;
    }
}

}  // namespace

Task<void> close_gently(TcpSocket& socket) {
    boost::system::error_code ignored;
    socket.shutdown(TcpSocket::shutdown_send, ignored);
    if (!ignored) {
        Timer linger(socket.get_executor(), kLinger);
        linger.async_wait([&socket](boost::system::error_code cancelled) {
            boost::system::error_code late;
            if (!cancelled) socket.close(late);
        });
        co_await discard(socket);
        linger.cancel();
    }
    socket.close(ignored);
}

}  // namespace server::net
