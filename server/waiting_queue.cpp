#include "server/waiting_queue.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace server {
namespace {

int rank_of(const std::string& priority) {
    return static_cast<int>(tickets::priority_named(priority).value_or(tickets::Priority::medium));
}

}  // namespace

WaitingQueue::Key WaitingQueue::key_of(const storage::ConversationRow& row) {
    return {rank_of(row.priority), row.due.value_or(tickets::Time::max()), row.queued_at.value_or(row.last_at), row.id};
}

bool WaitingQueue::changed(const storage::ConversationRow& row, tickets::Time now) {
    const auto it = waiting_.find(row.id);
    if (row.holder != "queue") {
        if (it == waiting_.end()) return false;
        leave(row.id, row.holder == "agent", now);
        return true;
    }
    const Key key = key_of(row);
    if (it != waiting_.end()) {
        if (it->second.key == key) return false;
        order_.erase(it->second.key);
        order_.insert(key);
        it->second.key = key;
        return true;
    }
    const auto inserted = order_.insert(key).first;
    const auto place = static_cast<int>(std::distance(order_.begin(), inserted)) + 1;
    waiting_.emplace(row.id, Waiting{key, row.queued_at.value_or(now), place});
    return true;
}

void WaitingQueue::leave(const dialog::ConversationId& id, bool claimed, tickets::Time now) {
    const auto it = waiting_.find(id);
    if (claimed) {
        waits_.push_back((now - it->second.since) / it->second.place_then);
        if (waits_.size() > kRecentWaits) waits_.pop_front();
    }
    order_.erase(it->second.key);
    waiting_.erase(it);
}

std::array<int, 4> WaitingQueue::waiting() const {
    std::array<int, 4> counts{};
    for (const auto& key : order_) ++counts[static_cast<std::size_t>(std::get<0>(key))];
    return counts;
}

int WaitingQueue::minutes_per_claim() const {
    if (waits_.size() < kMinWaits) return 0;
    const auto sum = std::accumulate(waits_.begin(), waits_.end(), std::chrono::milliseconds::zero());
    const auto average = sum / static_cast<int>(waits_.size());
    return std::max(1, static_cast<int>(std::chrono::ceil<std::chrono::minutes>(average).count()));
}

Place WaitingQueue::at(int position, int agents_available) const {
    return {position, agents_available == 0 ? 0 : position * minutes_per_claim()};
}

Place WaitingQueue::place_of(const dialog::ConversationId& id, int agents_available) const {
    const auto it = waiting_.find(id);
    if (it == waiting_.end()) return {};
    return at(static_cast<int>(std::distance(order_.begin(), order_.find(it->second.key))) + 1, agents_available);
}

std::vector<std::pair<dialog::ConversationId, Place>> WaitingQueue::moved(int agents_available) {
    std::vector<std::pair<dialog::ConversationId, Place>> moves;
    std::map<dialog::ConversationId, Place> places;
    int position = 0;
    for (const auto& key : order_) {
        const auto& id = std::get<3>(key);
        const Place place = at(++position, agents_available);
        const auto before = reported_.find(id);
        if (before == reported_.end() || before->second != place) moves.emplace_back(id, place);
        places.emplace(id, place);
    }
    for (const auto& [id, place] : reported_) {
        if (!places.contains(id)) moves.emplace_back(id, Place{});
    }
    reported_ = std::move(places);
    return moves;
}

}  // namespace server
