// One WebSocket of a client, over bytes of its own making, so that the server is met as the network meets it. Never blocks.
// Thread rule: one thread, which polls fd() and calls pump().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kill_loop {

class Connection {
public:
    struct Target {
        std::uint16_t port = 0;
        std::string path;
        std::string headers;         // lines with their ends
        std::uint32_t from = 0;      // loopback address of this end, host order; 0: any
    };
    explicit Connection(const Target& target);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    int fd() const { return socket_; }
    short wants() const;             // events to poll for
    bool is_open() const { return phase_ == Phase::open; }
    bool is_dead() const { return phase_ == Phase::dead; }

    void send(std::string_view text);
    // Reads and writes what can be; the frames that have come. Afterwards the connection may be dead.
    std::vector<std::string> pump();

private:
    enum class Phase { connecting, upgrading, open, dead };
    void write_some();
    void read_some();
    void take_upgrade();
    bool take_frame(std::vector<std::string>& frames);

    Phase phase_ = Phase::connecting;
    int socket_ = -1;
    std::string out_;
    std::string in_;
};

}  // namespace kill_loop
