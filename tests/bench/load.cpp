#include "tests/bench/load.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <stdexcept>
#include <string>
#include <sys/epoll.h>
#include <unistd.h>
#include <utility>

namespace bench {
namespace {

constexpr std::size_t kJoiningAtOnce = 64;
constexpr std::chrono::milliseconds kLongestWait{50};
constexpr std::chrono::seconds kLongestSilence{30};  // of the server; longer is a fault

}  // namespace

Load::Load(const Plan& plan) : plan_(plan), epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_ < 0) throw std::runtime_error(std::string("epoll: ") + std::strerror(errno));
}

Load::~Load() { ::close(epoll_); }

Usage Load::usage() const { return plan_.server > 0 ? usage_of(plan_.server) : Usage{}; }

Outcome Load::run() {
    outcome_.before = usage();
    now_ = last_answer_ = Clock::now();
    if (plan_.idle > 0) {
        open(plan_.idle, 0);
        while (joined_ < wanted_) wait();
        for (const auto until = now_ + plan_.hold; now_ < until;) wait();
    }
    outcome_.idle = usage();
    stage_ = plan_.conversations > 0 ? Stage::counting : Stage::active_join;
    if (stage_ == Stage::counting) start_counting();
    open(plan_.connections, plan_.turns);
    if (stage_ == Stage::active_join) {
        while (joined_ < wanted_) wait();
        stage_ = Stage::warm_up;
        next_intended_ = counting_from_ = now_;
        counting_from_ += plan_.warm_up;
        for (auto free = std::exchange(free_, {}); Caller* each : free) ready(*each);
    }
    while (!over()) wait();
    outcome_.took = last_answer_ - counting_from_;
    outcome_.late = due_.size();
    outcome_.after = usage();
    return std::move(outcome_);
}

void Load::open(std::size_t wanted, std::size_t turns) {
    wanted_ += wanted;
    turns_ = turns;
    open_more();
}

void Load::open_more() {
    const bool counted = stage_ == Stage::counting;
    while (callers_.size() < wanted_ && (counted || callers_.size() - joined_ < kJoiningAtOnce)) {
        if (counted && ++begun_ > plan_.conversations && !plan_.echo) return;
        callers_.push_back(caller());
        callers_.back()->begin();
    }
}

std::unique_ptr<Caller> Load::caller() {
    const Line line{epoll_, plan_.port};
    if (plan_.echo) return make_echo_caller(*this, line);
    if (!plan_.tokens.empty()) return make_returning_customer(*this, line, plan_.tokens);
    return make_customer(*this, line, turns_);
}

void Load::start_counting() {
    stage_ = Stage::counting;
    outcome_.latency.clear();
    outcome_.conversations = 0;
    outcome_.from = usage();
    counting_from_ = now_;
}

bool Load::over() const {
    if (plan_.conversations == 0) return stage_ == Stage::counting && now_ - counting_from_ >= plan_.time;
    return plan_.echo ? outcome_.latency.total() >= plan_.conversations : outcome_.conversations >= plan_.conversations;
}

void Load::wait() {
    const auto until = plan_.rate > 0 && stage_ >= Stage::warm_up ? std::min(next_intended_, now_ + kLongestWait) : now_ + kLongestWait;
    const auto left = std::max(until - now_, Nanoseconds(0));
    const timespec patience{left.count() / 1'000'000'000, left.count() % 1'000'000'000};
    std::array<epoll_event, 256> events;
    const int count = ::epoll_pwait2(epoll_, events.data(), events.size(), &patience, nullptr);
    if (count < 0 && errno != EINTR) throw std::runtime_error(std::string("epoll: ") + std::strerror(errno));
    for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        static_cast<Caller*>(event.data.ptr)->event(event.events);
    }
    now_ = Clock::now();
    if (count > 0) last_answer_ = now_;
    if (now_ - last_answer_ > kLongestSilence && free_.size() < plan_.connections) throw std::runtime_error("no answer for 30 seconds");
    if (stage_ == Stage::warm_up && now_ >= counting_from_) start_counting();
    if (plan_.rate > 0 && stage_ >= Stage::warm_up) keep_rate();
}

void Load::keep_rate() {
    const auto step = std::chrono::duration_cast<Nanoseconds>(std::chrono::duration<double>(1 / plan_.rate));
    for (; next_intended_ <= now_; next_intended_ += step) {
        if (free_.empty()) {
            due_.push_back(next_intended_);
            continue;
        }
        Caller* caller = free_.front();
        free_.pop_front();
        caller->speak(next_intended_);
    }
}

void Load::ready(Caller& caller) {
    if (stage_ == Stage::active_join) {
        free_.push_back(&caller);
        ++joined_;
        return open_more();
    }
    if (plan_.rate == 0) return caller.speak(Clock::now());
    if (due_.empty()) return free_.push_back(&caller);
    const auto intended = due_.front();
    due_.pop_front();
    caller.speak(intended);
}

void Load::answered(Clock::time_point intended) {
    now_ = Clock::now();
    outcome_.latency.add(now_ - intended);
}

void Load::finished(Caller& caller) {
    if (stage_ == Stage::idle_join) {
        ++joined_;
        return open_more();
    }
    ++outcome_.conversations;
    if (plan_.conversations > 0 && ++begun_ > plan_.conversations) return caller.cut();
    caller.begin();
}

}  // namespace bench
