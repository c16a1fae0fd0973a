#include "tests/server/net_support.hpp"

#include <arpa/inet.h>
#include <chrono>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace support {
namespace {

constexpr int kPatienceSeconds = 10;

class EchoSession final : public server::net::Session {
public:
    explicit EchoSession(server::net::Socket& socket) : socket_(socket) {}
    void opened() override { socket_.send({"welcome"}); }
    void frame(std::string_view text) override {
        if (text == "close") return socket_.close(server::net::CloseCode::normal, "as you wish");
        if (text == "throw") throw std::runtime_error("a session that fails");
        if (text == "known") return socket_.known();
        if (text == "two") return socket_.send({"one", "two"});
        if (text == "flood") {
            for (int frame = 0; frame < 8'000; ++frame) socket_.send({std::string(1000, 'x')});
            return;
        }
        socket_.send({std::string(text)});
    }
    void closed() override {}

private:
    server::net::Socket& socket_;
};

server::net::Site test_site(const server::net::SocketLimits& limits) {
    using namespace server::net;
    Site site;
    site.headers = {{"X-Content-Type-Options", "nosniff"}};
    site.routes.add("GET", "/ping", [](Request, Respond respond) {
        Response response;
        response.content_type = "text/plain";
        response.body = "pong";
        respond(response);
    });
    site.routes.add("POST", "/echo", [](Request request, Respond respond) {
        Response response;
        response.body = request.body;
        response.headers.emplace_back("X-Seen", request.header("x-admin"));
        respond(response);
    });
    site.routes.add("GET", "/items/{id}", [](Request request, Respond respond) {
        Response response;
        response.body = request.parameters["id"] + "?" + request.query["q"];
        respond(response);
    });
    site.routes.add("GET", "/never", [](Request, Respond) {});
    site.routes.add("GET", "/throws", [](Request, Respond) { throw std::runtime_error("a route that fails"); });
    const auto open = [](Socket& socket, const Request&) { return std::make_unique<EchoSession>(socket); };
    site.sockets.push_back({.path = "/echo", .limits = limits, .refuse = {}, .open = open});
    site.sockets.push_back({.path = "/private", .limits = limits, .refuse = [](const Request&) { return error_response(401, "login", "log in"); }, .open = open});
    return site;
}

}  // namespace

RawClient::RawClient(std::uint16_t port, int receive_buffer, const std::string& own_address) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval patience{.tv_sec = kPatienceSeconds, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in own{};
    own.sin_family = AF_INET;
    ::inet_pton(AF_INET, own_address.c_str(), &own.sin_addr);
    const int late = 1;  // the port is chosen at connect: then each address has all of them
    ::setsockopt(socket_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &late, sizeof late);
    ::bind(socket_, reinterpret_cast<const sockaddr*>(&own), sizeof own);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("cannot connect");
}

RawClient::~RawClient() { ::close(socket_); }

bool RawClient::try_send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawClient::send(std::string_view bytes) {
    if (!try_send(bytes)) throw std::runtime_error("the connection is cut");
}

bool RawClient::more() {
    char bytes[16384];
    const auto size = ::recv(socket_, bytes, sizeof bytes, 0);
    if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) throw std::runtime_error("nothing came in time");
    if (size <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(size));
    return true;
}

std::string RawClient::read(std::size_t size) {
    while (buffer_.size() < size) {
        if (!more()) throw std::runtime_error("the stream ended");
    }
    std::string taken = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return taken;
}

std::string RawClient::read_to(std::string_view end) {
    std::size_t found = 0;
    while ((found = buffer_.find(end)) == std::string::npos) {
        if (!more()) throw std::runtime_error("the stream ended");
    }
    return read(found + end.size());
}

std::string RawClient::read_all() {
    while (more()) {
    }
    return std::exchange(buffer_, {});
}

void RawClient::end() { ::shutdown(socket_, SHUT_WR); }

bool RawClient::at_end() { return buffer_.empty() && !more(); }

Reply read_reply(RawClient& client, bool head) {
    Reply reply;
    std::string text = client.read_to("\r\n\r\n");
    reply.status = std::stoi(text.substr(9, 3));
    for (std::size_t line = text.find("\r\n") + 2; line < text.size() - 2;) {
        const auto end = text.find("\r\n", line);
        const auto colon = text.find(':', line);
        std::string name = text.substr(line, colon - line);
        for (char& c : name) c = static_cast<char>(std::tolower(c));
        reply.headers[name] = text.substr(colon + 2, end - colon - 2);
        line = end + 2;
    }
    if (!head && reply.headers.contains("content-length")) reply.body = client.read(std::stoul(reply.headers["content-length"]));
    return reply;
}

Reply ask(std::uint16_t port, std::string_view request) {
    RawClient client(port);
    client.try_send(request);
    return read_reply(client, request.starts_with("HEAD"));
}

std::string get(std::string_view path, std::string_view more_headers) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more_headers) + "\r\n";
}

std::string ClientFrame::bytes() const {
    const std::string mask = "\x11\x22\x33\x44";
    std::string frame(1, static_cast<char>((final ? 0x80 : 0) | opcode));
    const char masked_bit = static_cast<char>(masked ? 0x80 : 0);
    if (payload.size() < 126) {
        frame += static_cast<char>(masked_bit | static_cast<char>(payload.size()));
    } else {
        frame += static_cast<char>(masked_bit | 126);
        frame += static_cast<char>(payload.size() >> 8);
        frame += static_cast<char>(payload.size() & 0xFF);
    }
    if (!masked) return frame + payload;
    frame += mask;
    for (std::size_t at = 0; at < payload.size(); ++at) frame += static_cast<char>(payload[at] ^ mask[at % 4]);
    return frame;
}

int ServerFrame::close_code() const {
    if (opcode != 8 || payload.size() < 2) return 0;
    return static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
}

ServerFrame read_frame(RawClient& client) {
    const std::string head = client.read(2);
    ServerFrame frame;
    frame.opcode = head[0] & 0x0F;
    std::size_t size = static_cast<unsigned char>(head[1]);
    if (size >= 126) {
        const std::string length = client.read(size == 126 ? 2 : 8);
        size = 0;
        for (const char byte : length) size = size * 256 + static_cast<unsigned char>(byte);
    }
    frame.payload = client.read(size);
    return frame;
}

int upgrade(RawClient& client, std::string_view path, std::string_view more_headers) {
    client.send(get(path, std::string(kHandshake) + std::string(more_headers)));
    return read_reply(client).status;
}

int CountingMeter::count(const std::string& what) {
    const std::lock_guard lock(mutex_);
    return counts_[what];
}

void CountingMeter::wait_for(const std::string& what, int value) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(kPatienceSeconds), [&] { return counts_[what] == value; })) {
        throw std::runtime_error(what + " never became " + std::to_string(value));
    }
}

void CountingMeter::wait_for_at_least(const std::string& what, int value) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait_for(lock, std::chrono::seconds(kPatienceSeconds), [&] { return counts_[what] >= value; })) {
        throw std::runtime_error(what + " never reached " + std::to_string(value));
    }
}

void CountingMeter::add(const std::string& what, int change) {
    const std::lock_guard lock(mutex_);
    counts_[what] += change;
    changed_.notify_all();
}

TestServer::TestServer(const server::net::HttpLimits& limits, const server::net::SocketLimits& sockets) {
    lanes_.start();
    server_ = std::make_unique<server::net::Server>(lanes_, test_site(sockets), limits, meter_);
    port_ = server_->listen("127.0.0.1", 0);
}

TestServer::~TestServer() {
    server_.reset();
    lanes_.stop();
}

}  // namespace support
