#include "tests/bench/connection.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace bench {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what + ": " + std::strerror(errno)); }

sockaddr_in address(std::uint32_t host, std::uint16_t port) {
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_addr.s_addr = htonl(host);
    result.sin_port = htons(port);
    return result;
}

void set(int descriptor, int level, int option, int value) {
    if (::setsockopt(descriptor, level, option, &value, sizeof value) != 0) fail("setsockopt");
}

constexpr std::uint32_t kLoopback = 0x7F000001;
constexpr std::uint32_t kFirstSource = 0x7F010000;  // 127.1.0.0
constexpr std::uint32_t kSources = 0x00F00000;      // up to 127.240.255.255

}  // namespace

void Connection::connect(int epoll, void* tag, std::uint16_t port, const std::string& path, std::uint32_t number) {
    cut();
    epoll_ = epoll;
    tag_ = tag;
    path_ = path;
    descriptor_ = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0) fail("socket");
    set(descriptor_, IPPROTO_TCP, TCP_NODELAY, 1);
    set(descriptor_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, 1);
    const auto source = address(kFirstSource + number % kSources, 0);
    if (::bind(descriptor_, reinterpret_cast<const sockaddr*>(&source), sizeof source) != 0) fail("bind");
    const auto target = address(kLoopback, port);
    if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&target), sizeof target) != 0 && errno != EINPROGRESS) fail("connect");
    phase_ = Phase::connecting;
    epoll_event event{EPOLLIN | EPOLLOUT, {.ptr = tag_}};
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor_, &event) != 0) fail("epoll_ctl");
    watches_writes_ = true;
}

void Connection::ready(std::uint32_t events, const Hear& hear) {
    if (phase_ == Phase::connecting) return finish_connecting();
    if ((events & EPOLLOUT) != 0) flush();
    if ((events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0) receive(hear);
}

void Connection::finish_connecting() {
    int failed = 0;
    socklen_t size = sizeof failed;
    ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &failed, &size);
    if (failed != 0) {
        errno = failed;
        fail("connect");
    }
    phase_ = Phase::upgrading;
    unsent_ = "GET " + path_ +
              " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    flush();
}

void Connection::receive(const Hear& hear) {
    std::array<char, 64 * 1024> bytes;
    const auto size = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size < 0) fail("recv");
    if (size == 0) throw std::runtime_error("the server closed the connection");
    unread_.append(bytes.data(), static_cast<std::size_t>(size));
    if (phase_ == Phase::upgrading) read_upgrade(hear);
    if (phase_ == Phase::open) read_frames(hear);
}

void Connection::read_upgrade(const Hear& hear) {
    const auto end = unread_.find("\r\n\r\n");
    if (end == std::string::npos) return;
    if (!unread_.starts_with("HTTP/1.1 101 ")) throw std::runtime_error("no upgrade: " + unread_.substr(0, unread_.find("\r\n")));
    unread_.erase(0, end + 4);
    phase_ = Phase::open;
    hear.opened();
}

void Connection::read_frames(const Hear& hear) {
    const unsigned life = life_;
    std::size_t taken = 0;
    while (const auto frame = first_frame(std::string_view(unread_).substr(taken))) {
        taken += frame->bytes;
        if (frame->opcode == Opcode::ping) send(Opcode::pong, frame->payload);
        else if (frame->opcode == Opcode::text) hear.text(frame->payload);
        else if (frame->opcode == Opcode::close) throw std::runtime_error("the server said goodbye");
        if (life != life_) return;
    }
    unread_.erase(0, taken);
    if (unread_.empty() && unread_.capacity() > 4096) unread_.shrink_to_fit();
}

void Connection::send(Opcode opcode, std::string_view payload) {
    append_frame(unsent_, opcode, payload);
    flush();
}

void Connection::flush() {
    std::size_t sent = 0;
    while (sent < unsent_.size()) {
        const auto size = ::send(descriptor_, unsent_.data() + sent, unsent_.size() - sent, MSG_NOSIGNAL);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && errno == EAGAIN) break;
        if (size < 0) fail("send");
        sent += static_cast<std::size_t>(size);
    }
    unsent_.erase(0, sent);
    watch_writes(!unsent_.empty());
}

void Connection::watch_writes(bool on) {
    if (on == watches_writes_) return;
    watches_writes_ = on;
    epoll_event event{on ? EPOLLIN | EPOLLOUT : EPOLLIN, {.ptr = tag_}};
    if (::epoll_ctl(epoll_, EPOLL_CTL_MOD, descriptor_, &event) != 0) fail("epoll_ctl");
}

void Connection::cut() {
    if (descriptor_ < 0) return;
    const linger at_once{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(descriptor_);
    descriptor_ = -1;
    phase_ = Phase::closed;
    unsent_.clear();
    unread_.clear();
    ++life_;
}

}  // namespace bench
