#include "server/net/edge.hpp"

#include <array>
#include <memory>

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

Counted::Counted(Edge& edge, std::string address) : edge_(&edge), address_(std::move(address)) { edge.meter.connections(1); }

Counted::~Counted() {
    if (!edge_) return;
    edge_->census.connection_closed(address_);
    edge_->meter.connections(-1);
}

namespace {

// Reads what nobody wants any more, until the other side ends or the socket is closed.
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
        // Cancelling is too late for a wait that has ended and stands in the lane's queue: by then the socket may be gone.
        const auto waiting = std::make_shared<bool>(true);
        linger.async_wait([&socket, waiting](boost::system::error_code) {
            boost::system::error_code late;
            if (*waiting) socket.close(late);
        });
        co_await discard(socket);
        *waiting = false;
    }
    socket.close(ignored);
}

}  // namespace server::net
