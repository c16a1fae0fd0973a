// The house's threads without threads: its lanes, their alarms and its workers, run by the scheduler.
#pragma once

#include "server/lanes.hpp"
#include "server/log.hpp"
#include "server/workers.hpp"
#include "tests/simulation/scheduler.hpp"

#include <algorithm>
#include <deque>
#include <exception>
#include <memory>
#include <utility>

namespace simulation {

class SimulatedAlarm final : public server::Alarm {
public:
    SimulatedAlarm(Scheduler& scheduler, unsigned lane) : scheduler_(scheduler), lane_(lane) {}
    ~SimulatedAlarm() override { cancel(); }

    void set(milliseconds wait, std::function<void()> task) override {
        cancel();
        alarm_ = scheduler_.after(wait, Owner::house, [this, task = std::move(task)] { scheduler_.on_lane(lane_, task); });
    }
    void cancel() override { scheduler_.cancel(alarm_); }

private:
    Scheduler& scheduler_;
    unsigned lane_;
    Scheduler::Alarm alarm_{};
};

class SimulatedLanes final : public server::Lanes {
public:
    SimulatedLanes(Scheduler& scheduler, unsigned count) : scheduler_(scheduler), count_(count) {}

    unsigned count() const override { return count_; }
    void post(unsigned lane, std::function<void()> task) override { scheduler_.on_lane(lane, std::move(task)); }
    std::unique_ptr<server::Alarm> alarm(unsigned lane) override { return std::make_unique<SimulatedAlarm>(scheduler_, lane); }

private:
    Scheduler& scheduler_;
    unsigned count_;
};

// A pool of kThreads: tasks begin in order, and of those that have begun any may end first.
class SimulatedWorkers final : public server::Workers {
public:
    SimulatedWorkers(Scheduler& scheduler, Random& random, std::function<bool()> too_busy)
        : scheduler_(scheduler), random_(random), too_busy_(std::move(too_busy)) {}

    [[nodiscard]] bool run(std::function<void()> task) override {
        if (too_busy_()) return false;
        run_promised(std::move(task));
        return true;
    }
    void run_promised(std::function<void()> task) override {
        waiting_.push_back(std::move(task));
        scheduler_.any_time(Owner::house, [this] { run_one(); });
    }

    void clear() { waiting_.clear(); }

    static constexpr std::size_t kThreads = 4;

private:
    void run_one() {
        const auto at = waiting_.begin() + static_cast<std::ptrdiff_t>(random_.below(std::min(waiting_.size(), kThreads)));
        const auto task = std::move(*at);
        waiting_.erase(at);
        try {
            task();
        } catch (const std::exception& error) {
            server::log_event(server::LogLevel::error, "worker_task_failed", {{"error", error.what()}});
        }
    }

    Scheduler& scheduler_;
    Random& random_;
    std::function<bool()> too_busy_;
    std::deque<std::function<void()>> waiting_;
};

}  // namespace simulation
