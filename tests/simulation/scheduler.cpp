#include "tests/simulation/scheduler.hpp"

#include <algorithm>

namespace simulation {
namespace {

constexpr int kMaxDepth = 3;    // of tasks that wait inside one another
constexpr int kBusyOneIn = 24;  // steps before which time passes although something is ready
constexpr int kBusy_ms = 40;

}  // namespace

void Scheduler::on_lane(unsigned lane, Task task) {
    if (lane >= lanes_.size()) lanes_.resize(lane + 1);
    lanes_[lane].push_back(std::move(task));
}

void Scheduler::any_time(Owner owner, Task task) { loose_.push_back({owner, std::move(task)}); }

Scheduler::Alarm Scheduler::after(milliseconds wait, Owner owner, Task task) {
    const Alarm alarm{now_ + std::max(wait, milliseconds(0)), ++alarms_};
    timed_.emplace(alarm, Owned{owner, std::move(task)});
    return alarm;
}

void Scheduler::house_ended() {
    lanes_.clear();
    std::erase_if(loose_, [](const Owned& each) { return each.owner == Owner::house; });
    std::erase_if(timed_, [](const auto& each) { return each.second.owner == Owner::house; });
    depth_ = 0;
}

bool Scheduler::quiet() const {
    return loose_.empty() && std::all_of(lanes_.begin(), lanes_.end(), [](const auto& lane) { return lane.empty(); });
}

void Scheduler::pass_time(milliseconds to) {
    now_ = std::max(now_, to);
    while (!timed_.empty() && timed_.begin()->first.first <= now_) {
        loose_.push_back(std::move(timed_.begin()->second));
        timed_.erase(timed_.begin());
    }
}

bool Scheduler::run_one() {
    std::vector<std::size_t> ready;
    for (std::size_t lane = 0; lane < lanes_.size(); ++lane) {
        if (!lanes_[lane].empty()) ready.push_back(lane);
    }
    const std::size_t count = ready.size() + loose_.size();
    if (count == 0) return false;
    const std::size_t choice = random_.below(count);
    Task task;
    if (choice < ready.size()) {
        task = std::move(lanes_[ready[choice]].front());
        lanes_[ready[choice]].pop_front();
    } else {
        std::swap(loose_[choice - ready.size()], loose_.back());
        task = std::move(loose_.back().task);
        loose_.pop_back();
    }
    task();
    return true;
}

bool Scheduler::step() {
    if (random_.one_in(kBusyOneIn)) pass_time(now_ + milliseconds(random_.below(kBusy_ms)));
    if (run_one()) return true;
    if (timed_.empty()) return false;
    pass_time(timed_.begin()->first.first);
    return run_one();
}

void Scheduler::meanwhile() {
    if (depth_ >= kMaxDepth || !random_.one_in(2)) return;
    ++depth_;
    for (auto tasks = random_.below(4); tasks > 0 && run_one(); --tasks) {}
    --depth_;
}

}  // namespace simulation
