// The alarms of one lane: a heap of due times over one steady timer. Due times are wall-clock (they survive a restart in the store);
// the wait is cut into pieces of at most kMaxWait, so that a clock that jumps is noticed. Lane rule: every member on its lane.
#pragma once

#include "dialog/conversation.hpp"
#include "server/lanes.hpp"
#include "server/under_way.hpp"

#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace server {

class Timers {
public:
    using Clock = std::function<tickets::Time()>;
    using Ring = std::function<void(const dialog::ConversationId&, const std::string& name, std::uint64_t generation)>;

    Timers(boost::asio::io_context& lane, UnderWay& under_way, Clock clock, Ring ring);

    // A conversation's named timer; one of that name is replaced. One that is overdue rings at once (from the lane, not from here).
    void arm(const dialog::ConversationId& id, const std::string& name, tickets::Time due, std::uint64_t generation);
    void drop(const dialog::ConversationId& id, const std::string& name);
    std::optional<tickets::Time> next_due(const dialog::ConversationId& id) const;
    std::optional<tickets::Time> soonest() const { return heap_.empty() ? std::nullopt : std::optional(heap_.front().due); }
    // A task of the lane's own.
    void at(tickets::Time due, std::function<void()> task);

    void fire_due();  // runs what is due now; also called by whoever moves the clock
    void stop();      // nothing rings any more

    static constexpr std::chrono::milliseconds kMaxWait{10'000};

private:
    struct Item {
        tickets::Time due{};
        std::uint64_t order = 0;  // of two due at the same time the first armed rings first
        std::function<void()> task;
    };
    struct Named {
        tickets::Time due{};
        std::uint64_t generation = 0;
    };
    using NamedTimers = std::map<std::string, Named>;

    static bool later(const Item& a, const Item& b) { return a.due != b.due ? a.due > b.due : a.order > b.order; }
    void wait();
    void ring_named(const dialog::ConversationId& id, const std::string& name, std::uint64_t generation);

    UnderWay& under_way_;
    Clock clock_;
    Ring ring_;
    boost::asio::steady_timer timer_;
    std::optional<tickets::Time> waiting_until_;
    std::vector<Item> heap_;
    std::map<dialog::ConversationId, NamedTimers> named_;  // what is armed; a heap item that is not here any more is stale
    std::uint64_t next_order_ = 0;
    bool stopped_ = false;
};

}  // namespace server
