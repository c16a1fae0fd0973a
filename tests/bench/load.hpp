// A load: connections that speak in a closed loop (each as soon as it is answered) or at a constant rate, and what came of it.
// Thread rule: one thread.
#pragma once

#include "tests/bench/caller.hpp"
#include "tests/bench/process.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

namespace bench {

struct Plan {
    std::uint16_t port = 0;
    pid_t server = 0;                  // whose CPU, memory and disk are read; 0: nobody's
    bool echo = false;                 // else the intake of tests/bench/script.hpp
    unsigned connections = 1;
    unsigned idle = 0;                 // customers who said hello before and are silent from then on
    std::chrono::milliseconds hold{0}; // how long only those are there
    double rate = 0;                   // turns a second, from the intended time on; 0: closed loop
    std::chrono::milliseconds warm_up{1'000};
    std::chrono::milliseconds time{5'000};
    std::uint64_t conversations = 0;   // this many and no more, instead of a time
    std::size_t turns = 6;             // of a conversation
    std::vector<std::string> tokens;   // not empty: customers come back with these, instead of the intake
};

struct Outcome {
    Histogram latency;                 // of a turn, from its intended time to its last entry
    std::chrono::nanoseconds took{0};
    std::uint64_t conversations = 0;   // finished
    std::uint64_t late = 0;            // intended but not begun at the end: the rate was too high
    Usage before, idle, after;         // of the server: at first, with the idle customers, at the end
    Usage from;                        // when counting began
};

class Load final : public Floor {
public:
    explicit Load(const Plan& plan);
    ~Load() override;

    // std::runtime_error naming the first answer that is wrong or missing.
    Outcome run();

    std::uint32_t next_number() override { return number_++; }
    void ready(Caller& caller) override;
    void answered(Clock::time_point intended) override;
    void finished(Caller& caller) override;

private:
    enum class Stage { idle_join, active_join, warm_up, counting };

    void open(std::size_t wanted, std::size_t turns);
    void open_more();
    std::unique_ptr<Caller> caller();
    void wait();
    void keep_rate();
    bool over() const;
    void start_counting();
    Usage usage() const;

    const Plan plan_;
    const int epoll_;
    std::uint32_t number_ = 0;
    std::vector<std::unique_ptr<Caller>> callers_;
    std::size_t wanted_ = 0;             // connections
    std::size_t joined_ = 0;             // of them have been ready once
    std::size_t turns_ = 0;
    Stage stage_ = Stage::idle_join;
    Clock::time_point now_;
    Clock::time_point last_answer_;
    Clock::time_point counting_from_{};
    Clock::time_point next_intended_{};
    std::deque<Caller*> free_;                    // may speak, at a constant rate
    std::deque<Clock::time_point> due_;           // should have been said, but nobody was free
    std::uint64_t begun_ = 0;                     // conversations that count
    Outcome outcome_;
};

}  // namespace bench
