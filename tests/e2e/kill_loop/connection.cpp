#include "tests/e2e/kill_loop/connection.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kill_loop {
namespace {

constexpr int kText = 1;
constexpr int kClose = 8;
constexpr int kPing = 9;
constexpr int kPong = 10;

sockaddr_in loopback(std::uint32_t address, std::uint16_t port) {
    sockaddr_in made{};
    made.sin_family = AF_INET;
    made.sin_addr.s_addr = htonl(address);
    made.sin_port = htons(port);
    return made;
}

// Masked, as a client's frames must be; the mask itself may be any.
std::string frame(int opcode, std::string_view payload) {
    constexpr std::string_view kMask = "\x12\x34\x56\x78";
    std::string bytes(1, static_cast<char>(0x80 | opcode));
    if (payload.size() < 126) {
        bytes += static_cast<char>(0x80 | payload.size());
    } else {
        bytes += static_cast<char>(0x80 | 126);
        bytes += static_cast<char>(payload.size() >> 8);
        bytes += static_cast<char>(payload.size() & 0xFF);
    }
    bytes += kMask;
    for (std::size_t at = 0; at < payload.size(); ++at) bytes += static_cast<char>(payload[at] ^ kMask[at % 4]);
    return bytes;
}

std::size_t number(std::string_view bytes) {
    std::size_t value = 0;
    for (const char byte : bytes) value = value * 256 + static_cast<unsigned char>(byte);
    return value;
}

}  // namespace

Connection::Connection(const Target& target) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (target.from != 0) {
        const auto own = loopback(target.from, 0);
        ::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own);
    }
    const auto server = loopback(INADDR_LOOPBACK, target.port);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0 && errno != EINPROGRESS) phase_ = Phase::dead;
    out_ = "GET " + target.path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(target.port) + "\r\n" + target.headers +
           "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
}

Connection::~Connection() { ::close(socket_); }

short Connection::wants() const {
    if (phase_ == Phase::dead) return 0;
    return static_cast<short>(POLLIN | (out_.empty() ? 0 : POLLOUT));
}

void Connection::send(std::string_view text) {
    if (phase_ == Phase::dead) return;
    out_ += frame(kText, text);
    if (phase_ == Phase::open) write_some();
}

void Connection::write_some() {
    while (!out_.empty() && phase_ != Phase::dead) {
        const auto sent = ::send(socket_, out_.data(), out_.size(), MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == ENOTCONN || errno == EINPROGRESS)) return;
        if (sent < 0) {
            phase_ = Phase::dead;
            return;
        }
        out_.erase(0, static_cast<std::size_t>(sent));
        if (phase_ == Phase::connecting) phase_ = Phase::upgrading;
    }
}

void Connection::read_some() {
    char bytes[16384];
    for (;;) {
        const auto size = ::recv(socket_, bytes, sizeof bytes, 0);
        if (size > 0) {
            in_.append(bytes, static_cast<std::size_t>(size));
            continue;
        }
        if (size < 0 && (errno == EAGAIN || errno == ENOTCONN)) return;
        phase_ = Phase::dead;  // what came before the end still counts
        return;
    }
}

void Connection::take_upgrade() {
    const auto end = in_.find("\r\n\r\n");
    if (end == std::string::npos) return;
    const bool upgraded = in_.starts_with("HTTP/1.1 101");
    in_.erase(0, end + 4);
    if (!upgraded) phase_ = Phase::dead;
    else if (phase_ != Phase::dead) phase_ = Phase::open;
}

bool Connection::take_frame(std::vector<std::string>& frames) {
    if (in_.size() < 2) return false;
    const int opcode = in_[0] & 0x0F;
    const std::size_t small = static_cast<unsigned char>(in_[1]);
    const std::size_t head = small < 126 ? 2 : small == 126 ? 4 : 10;
    if (in_.size() < head) return false;
    const std::size_t size = small < 126 ? small : number(std::string_view(in_).substr(2, head - 2));
    if (in_.size() < head + size) return false;
    const std::string payload = in_.substr(head, size);
    in_.erase(0, head + size);
    if (opcode == kText) frames.push_back(payload);
    if (opcode == kPing) out_ += frame(kPong, payload);
    if (opcode == kClose) phase_ = Phase::dead;
    return true;
}

std::vector<std::string> Connection::pump() {
    std::vector<std::string> frames;
    if (phase_ == Phase::dead) return frames;
    write_some();
    const bool upgraded = phase_ == Phase::open;
    read_some();
    if (!upgraded) take_upgrade();
    if (upgraded || phase_ == Phase::open) {
        while (take_frame(frames)) {
        }
    }
    return frames;
}

}  // namespace kill_loop
