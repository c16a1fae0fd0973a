// The queue as a read model: who waits, in which order, and how long a place takes. Pure; fed with rows of committed turns.
#pragma once

#include "storage/store.hpp"

#include <array>
#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace server {

struct Place {
    int position = 0;          // from 1; 0: not in the queue
    int estimate_minutes = 0;  // 0: there is no honest figure
    bool operator==(const Place&) const = default;
};

// What conversations may know of the floor; a copy on every lane.
struct FloorView {
    int agents_available = 0;
    int minutes_per_claim = 0;
    std::array<int, 4> waiting{};  // by priority, urgent first
    bool operator==(const FloorView&) const = default;
};

class WaitingQueue {
public:
    // A conversation after a committed turn. True when the order or the number of those who wait has changed.
    bool changed(const storage::ConversationRow& row, tickets::Time now);

    std::size_t size() const { return order_.size(); }
    std::array<int, 4> waiting() const;
    // Average of recent waits, each divided by the place it began at; 0 before the kMinWaits-th claim.
    int minutes_per_claim() const;
    // Places that differ from what was reported the last time; those who have left the queue with position 0.
    std::vector<std::pair<dialog::ConversationId, Place>> moved(int agents_available);
    Place place_of(const dialog::ConversationId& id, int agents_available) const;

    static constexpr std::size_t kRecentWaits = 20;
    static constexpr std::size_t kMinWaits = 3;

private:
    // As the store orders: priority, due, arrival.
    using Key = std::tuple<int, tickets::Time, tickets::Time, dialog::ConversationId>;
    struct Waiting {
        Key key;
        tickets::Time since{};
        int place_then = 1;  // when it came
    };
    static Key key_of(const storage::ConversationRow& row);
    Place at(int position, int agents_available) const;
    void leave(const dialog::ConversationId& id, bool claimed, tickets::Time now);

    std::set<Key> order_;
    std::map<dialog::ConversationId, Waiting> waiting_;
    std::map<dialog::ConversationId, Place> reported_;
    std::deque<std::chrono::milliseconds> waits_;
};

}  // namespace server
