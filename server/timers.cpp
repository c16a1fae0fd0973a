#include "server/timers.hpp"

#include <algorithm>
#include <utility>

namespace server {

Timers::Timers(boost::asio::io_context& lane, UnderWay& under_way, Clock clock, Ring ring)
    : under_way_(under_way), clock_(std::move(clock)), ring_(std::move(ring)), timer_(lane) {}

void Timers::arm(const dialog::ConversationId& id, const std::string& name, tickets::Time due, std::uint64_t generation) {
    named_[id][name] = {due, generation};
    at(due, [this, id, name, generation] { ring_named(id, name, generation); });
}

void Timers::drop(const dialog::ConversationId& id, const std::string& name) {
    const auto it = named_.find(id);
    if (it == named_.end()) return;
    it->second.erase(name);
    if (it->second.empty()) named_.erase(it);
}

std::optional<tickets::Time> Timers::next_due(const dialog::ConversationId& id) const {
    const auto it = named_.find(id);
    if (it == named_.end()) return std::nullopt;
    tickets::Time next = tickets::Time::max();
    for (const auto& [name, timer] : it->second) next = std::min(next, timer.due);
    return next;
}

void Timers::at(tickets::Time due, std::function<void()> task) {
    if (stopped_) return;
    heap_.push_back({due, next_order_++, std::move(task)});
    std::push_heap(heap_.begin(), heap_.end(), later);
    if (!waiting_until_ || due < *waiting_until_) wait();
}

void Timers::ring_named(const dialog::ConversationId& id, const std::string& name, std::uint64_t generation) {
    const auto it = named_.find(id);
    if (it == named_.end()) return;
    const auto timer = it->second.find(name);
    if (timer == it->second.end() || timer->second.generation != generation) return;
    drop(id, name);
    ring_(id, name, generation);
}

void Timers::fire_due() {
    const auto now = clock_();
    while (!stopped_ && !heap_.empty() && heap_.front().due <= now) {
        std::pop_heap(heap_.begin(), heap_.end(), later);
        const auto task = std::move(heap_.back().task);
        heap_.pop_back();
        task();
    }
    wait();
}

void Timers::wait() {
    waiting_until_.reset();
    if (stopped_ || heap_.empty()) {
        timer_.cancel();
        return;
    }
    waiting_until_ = heap_.front().due;
    const auto left = std::clamp(*waiting_until_ - clock_(), std::chrono::milliseconds::zero(), kMaxWait);
    timer_.expires_after(left);
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (error) return;
        const auto token = under_way_.token();
        fire_due();
    });
}

void Timers::stop() {
    stopped_ = true;
    heap_.clear();
    named_.clear();
    waiting_until_.reset();
    timer_.cancel();
}

}  // namespace server
