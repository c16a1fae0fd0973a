// Somebody at the other end of a socket: comes back when it is cut, sends again what was not acknowledged, acts by its own seed.
// Thread rule: the loop's thread.
#pragma once

#include "tests/e2e/kill_loop/connection.hpp"
#include "tests/e2e/kill_loop/oracle.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace kill_loop {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

// What all participants share.
struct World {
    Oracle& oracle;
    std::uint16_t port = 0;
    bool open = false;       // the server serves
    bool begin_new = true;   // false: what was begun is brought to an end, nothing new is said
};

class Participant {
public:
    Participant(World& world, std::uint64_t seed) : world_(world), random_(seed) {}
    virtual ~Participant() = default;
    Participant(const Participant&) = delete;
    Participant& operator=(const Participant&) = delete;

    int fd() const { return connection_ ? connection_->fd() : -1; }
    short wants() const { return connection_ ? connection_->wants() : static_cast<short>(0); }
    void pump();
    Clock::time_point due() const { return due_; }
    void act();
    virtual std::string unanswered() const = 0;  // what of its own has no answer yet, in words; empty: it is at rest
    bool at_rest() const { return unanswered().empty(); }

protected:
    virtual Connection::Target target() = 0;
    virtual void opened() = 0;                 // the socket is open
    virtual void heard(const Json& frame) = 0;
    virtual void next() = 0;                   // its time to say something has come; the socket is open

    void send(const Json& frame);
    void hang_up() { connection_.reset(); }
    void wait(int least_ms, int most_ms) { due_ = Clock::now() + std::chrono::milliseconds(between(least_ms, most_ms)); }
    int between(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }
    bool chance(int percent) { return between(1, 100) <= percent; }

    World& world_;
    std::mt19937_64 random_;

private:
    std::unique_ptr<Connection> connection_;
    bool was_open_ = false;
    Clock::time_point due_{};
};

inline constexpr int kRetryMilliseconds = 10;  // between tries to connect

}  // namespace kill_loop
