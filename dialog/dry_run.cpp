#include "dialog/dry_run.hpp"

#include <algorithm>
#include <utility>

namespace dialog {

Reached DryRun::start() {
    interpreter_.start();
    return reached();
}

Reached DryRun::take(const Stimulus& stimulus) {
    if (stimulus.event.empty()) {
        advance(stimulus.after);
    } else {
        guards_ = stimulus.guards;
        interpreter_.send(stimulus.event);
        guards_.clear();
    }
    return reached();
}

bool DryRun::test(const Guard& guard, const std::string&) {
    const auto told = guards_.find(guard.type);
    return told == guards_.end() || told->second;
}

void DryRun::start_timer(const std::string& id, const std::string& event, std::chrono::milliseconds delay) {
    timers_[++started_] = {now_ + delay, id, event};
    if (!id.empty()) stoppable_[id] = started_;
}

void DryRun::stop_timer(const std::string& id) {
    const auto found = stoppable_.find(id);
    if (found == stoppable_.end()) return;
    timers_.erase(found->second);
    stoppable_.erase(found);
}

// Timers ring in the order of their times, those that others start on the way too.
void DryRun::advance(std::chrono::milliseconds by) {
    const auto until = now_ + by;
    for (;;) {
        const auto first = std::min_element(timers_.begin(), timers_.end(), [](const auto& a, const auto& b) { return a.second.due < b.second.due; });
        if (first == timers_.end() || first->second.due > until || interpreter_.configuration().done) break;
        const auto timer = std::move(first->second);
        timers_.erase(first);
        stoppable_.erase(timer.id);
        now_ = timer.due;
        interpreter_.send(timer.event);
    }
    now_ = until;
}

Reached DryRun::reached() {
    Reached out;
    for (auto leaf : interpreter_.leaves()) out.states.push_back(machine_.at(leaf).id);
    out.actions = std::exchange(actions_, {});
    out.done = interpreter_.configuration().done;
    return out;
}

}  // namespace dialog
