// The one thread and the virtual clock. Chance picks what runs next among all that may: the first task of each lane, and every task that
// stands in no order. Time passes when nothing is ready, and now and then when something is: then the machine was busy.
#pragma once

#include "tests/simulation/random.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace simulation {

using std::chrono::milliseconds;

enum class Owner { world, house };  // the house's tasks end with its process

class Scheduler {
public:
    using Task = std::function<void()>;
    using Alarm = std::pair<milliseconds, std::uint64_t>;

    explicit Scheduler(Random& random) : random_(random) {}

    milliseconds now() const { return now_; }  // since the world began; never jumps
    void on_lane(unsigned lane, Task task);    // the house's; in order
    void any_time(Owner owner, Task task);     // in any order
    Alarm after(milliseconds wait, Owner owner, Task task);
    void cancel(const Alarm& alarm) { timed_.erase(alarm); }
    void house_ended();  // its tasks are gone, unrun

    bool step();       // false: nothing is left to do
    void meanwhile();  // from inside a task that takes its time: a few others run
    bool quiet() const;  // nothing is ready now

private:
    struct Owned {
        Owner owner;
        Task task;
    };
    bool run_one();
    void pass_time(milliseconds to);

    Random& random_;
    milliseconds now_{0};
    std::vector<std::deque<Task>> lanes_;
    std::vector<Owned> loose_;
    std::map<Alarm, Owned> timed_;
    std::uint64_t alarms_ = 0;
    int depth_ = 0;
};

}  // namespace simulation
