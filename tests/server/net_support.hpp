// A server with a few known routes, and a client that sends exactly the bytes a test wants.
#pragma once

#include "server/io_lanes.hpp"
#include "server/net/server.hpp"

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace support {

// A blocking TCP client. A read that takes longer than kPatience throws, so that no test hangs.
class RawClient {
public:
    // receive_buffer: bytes; 0: the kernel's choice. own_address: where it connects from.
    explicit RawClient(std::uint16_t port, int receive_buffer = 0, const std::string& own_address = "127.0.0.1");
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    void send(std::string_view bytes);
    bool try_send(std::string_view bytes);  // false when the other side has cut the connection
    std::string read(std::size_t size);     // exactly; throws at the end of the stream
    std::string read_to(std::string_view end);
    std::string read_all();                 // to the end of the stream, or its reset
    bool at_end();                          // nothing comes any more
    void end();                             // sends nothing any more; still reads

private:
    bool more();
    int socket_ = -1;
    std::string buffer_;
};

struct Reply {
    int status = 0;
    std::map<std::string, std::string> headers;  // lower case
    std::string body;
};

Reply read_reply(RawClient& client, bool head = false);
// Sends the bytes on a connection of its own.
Reply ask(std::uint16_t port, std::string_view request);
std::string get(std::string_view path, std::string_view more_headers = "");

// A WebSocket frame as a client sends it: masked unless told otherwise.
struct ClientFrame {
    int opcode = 1;
    std::string payload;
    bool final = true;
    bool masked = true;
    std::string bytes() const;
};

struct ServerFrame {
    int opcode = 0;
    std::string payload;
    int close_code() const;
};

ServerFrame read_frame(RawClient& client);

// What makes a request a handshake.
inline constexpr std::string_view kHandshake =
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
// Upgrades; returns the status (101 when done).
int upgrade(RawClient& client, std::string_view path, std::string_view more_headers = "");

// Counts what the edge reports, and lets a test wait for it.
class CountingMeter final : public server::net::Meter {
public:
    void connections(int change) override { add("connections", change); }
    void sockets(int change) override { add("sockets", change); }
    void refused(std::string_view limit) override { add(std::string(limit), 1); }
    int count(const std::string& what);
    void wait_for(const std::string& what, int value);
    void wait_for_at_least(const std::string& what, int value);

private:
    void add(const std::string& what, int change);
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, int> counts_;
};

// GET /ping, POST /echo, GET /items/{id}, GET /never (never answers), GET /throws; sockets: /echo answers each message with itself ("close"
// closes 1000, "throw" throws, "flood" sends frames until it is cut), /private refuses with 401.
class TestServer {
public:
    explicit TestServer(const server::net::HttpLimits& limits = {}, const server::net::SocketLimits& sockets = {});
    ~TestServer();

    std::uint16_t port() const { return port_; }
    CountingMeter& meter() { return meter_; }
    server::net::Server& server() { return *server_; }

private:
    CountingMeter meter_;
    server::IoLanes lanes_{2};
    std::unique_ptr<server::net::Server> server_;
    std::uint16_t port_ = 0;
};

}  // namespace support
