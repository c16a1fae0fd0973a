// One connection's part of a load: begins, says what it is told to say, checks every answer. Kinds: an echo's caller, a customer, one who comes back.
// Thread rule: one thread.
#pragma once

#include "tests/bench/connection.hpp"
#include "tests/bench/histogram.hpp"

#include <memory>
#include <string>
#include <vector>

namespace bench {

class Caller;

// Hears from its callers how far they are.
class Floor {
public:
    virtual ~Floor() = default;
    virtual std::uint32_t next_number() = 0;                  // of a connection begun
    virtual void ready(Caller& caller) = 0;                   // may speak now
    virtual void answered(Clock::time_point intended) = 0;    // a turn that should have begun then is over
    virtual void finished(Caller& caller) = 0;                // a conversation is over
};

struct Line {
    int epoll = -1;
    std::uint16_t port = 0;
};

class Caller {
public:
    Caller(Floor& floor, Line line) : floor_(floor), line_(line) {}
    virtual ~Caller() = default;
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;

    virtual void begin() = 0;
    // Says the next message. To be called once after each ready(). `intended`: when it should have been said.
    virtual void speak(Clock::time_point intended) = 0;
    // std::runtime_error for an answer that is not as it should be, and for a connection that ends.
    void event(std::uint32_t events);
    void cut() { connection_.cut(); }

protected:
    virtual void opened() = 0;
    virtual void heard(std::string_view text) = 0;
    void connect(const std::string& path);

    Floor& floor_;
    std::uint32_t number_ = 0;
    Connection connection_;
    Clock::time_point intended_{};

private:
    const Line line_;
};

// Sends the same 40 bytes and expects them back.
std::unique_ptr<Caller> make_echo_caller(Floor& floor, Line line);
// Tells the fault of tests/bench/script.hpp and checks: the ack before the entries, `seq` dense from 1, every answer of the flow. `turns`: after how
// many messages (0 to kTurns) the conversation counts as finished.
std::unique_ptr<Caller> make_customer(Floor& floor, Line line, std::size_t turns);
// Comes back to a conversation with one of `tokens` (which outlive it; the next one each time) and is finished when it has read all of it. A turn
// lasts from the hello to the last entry.
std::unique_ptr<Caller> make_returning_customer(Floor& floor, Line line, const std::vector<std::string>& tokens);

}  // namespace bench
