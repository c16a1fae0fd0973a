#include "server/timers.hpp"

#include "storage/failpoint.hpp"

#include <algorithm>
#include <utility>

namespace server {

Timers::Timers(std::unique_ptr<Alarm> alarm, UnderWay& under_way, Clock clock, Ring ring)
    : under_way_(under_way), clock_(std::move(clock)), ring_(std::move(ring)), alarm_(std::move(alarm)) {}

void Timers::arm(const dialog::ConversationId& id, const std::string& name, tickets::Time due, std::uint64_t generation) {
    if (stopped_) return;
    drop(id, name);
    named_[id][name] = add(due, [this, id, name, generation] {
        storage::pass(storage::Failpoint::timer_due);
        drop(id, name);
        ring_(id, name, generation);
        storage::pass(storage::Failpoint::timer_rung);
    });
}

void Timers::drop(const dialog::ConversationId& id, const std::string& name) {
    const auto it = named_.find(id);
    if (it == named_.end()) return;
    const auto timer = it->second.find(name);
    if (timer == it->second.end()) return;
    tasks_.erase(timer->second);
    it->second.erase(timer);
    if (it->second.empty()) named_.erase(it);
}

std::optional<tickets::Time> Timers::next_due(const dialog::ConversationId& id) const {
    const auto it = named_.find(id);
    if (it == named_.end()) return std::nullopt;
    tickets::Time next = tickets::Time::max();
    for (const auto& [name, key] : it->second) next = std::min(next, key.first);
    return next;
}

void Timers::at(tickets::Time due, std::function<void()> task) {
    if (!stopped_) add(due, std::move(task));
}

Timers::Key Timers::add(tickets::Time due, std::function<void()> task) {
    const Key key{due, next_order_++};
    tasks_.emplace(key, std::move(task));
    if (!waiting_until_ || due < *waiting_until_) wait();
    return key;
}

void Timers::fire_due() {
    const auto now = clock_();
    while (!stopped_ && !tasks_.empty() && tasks_.begin()->first.first <= now) {
        const auto task = std::move(tasks_.begin()->second);
        tasks_.erase(tasks_.begin());
        task();
    }
    wait();
}

void Timers::wait() {
    waiting_until_.reset();
    if (stopped_ || tasks_.empty()) {
        alarm_->cancel();
        return;
    }
    waiting_until_ = tasks_.begin()->first.first;
    const auto left = std::clamp(*waiting_until_ - clock_(), std::chrono::milliseconds::zero(), kMaxWait);
    alarm_->set(left, [this] {
        const auto token = under_way_.token();
        fire_due();
    });
}

void Timers::stop() {
    stopped_ = true;
    tasks_.clear();
    named_.clear();
    waiting_until_.reset();
    alarm_->cancel();
}

}  // namespace server
