// A WebSocket connection of the load: non-blocking, without a thread or a timer of its own.
// Thread rule: one thread.
#pragma once

#include "tests/bench/frames.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace bench {

class Connection {
public:
    struct Hear {
        std::function<void()> opened;                 // the upgrade is done
        std::function<void(std::string_view)> text;   // a text frame's payload
    };

    Connection() = default;
    ~Connection() { cut(); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Begins to connect to 127.0.0.1:port from an address of its own below 127.0.0.0/8, drawn from `number`: to the server each number is another
    // visitor. The descriptor reports to `epoll` with `tag`. std::runtime_error when it cannot.
    void connect(int epoll, void* tag, std::uint16_t port, const std::string& path, std::uint32_t number);
    // The descriptor is ready for `events`: moves bytes and calls `hear`. std::runtime_error when the server ends the connection or breaks a rule.
    void ready(std::uint32_t events, const Hear& hear);
    void send(Opcode opcode, std::string_view payload);
    // Ends it at once, with a reset: a load of thousands of connections a second would use up the ports otherwise.
    void cut();

private:
    void finish_connecting();
    void receive(const Hear& hear);
    void read_upgrade(const Hear& hear);
    void read_frames(const Hear& hear);
    void flush();
    void watch_writes(bool on);

    enum class Phase { closed, connecting, upgrading, open };

    int epoll_ = -1;
    int descriptor_ = -1;
    void* tag_ = nullptr;
    std::string path_;
    Phase phase_ = Phase::closed;
    bool watches_writes_ = false;
    std::string unsent_;
    std::string unread_;  // a frame of which the end has not come yet
    unsigned life_ = 0;   // raised by cut(): whoever calls `hear` sees that the connection has ended meanwhile
};

}  // namespace bench
