// The timers of one lane: an ordered list of due times over the lane's alarm. What is dropped or replaced leaves at once, because every
// message arms its conversation's timers anew and most of them never ring. Due times are wall-clock (they survive a restart in the store);
// the wait is cut into pieces of at most kMaxWait, so that a clock that jumps is noticed. Lane rule: every member on its lane.
#pragma once

#include "dialog/conversation.hpp"
#include "server/lanes.hpp"
#include "server/under_way.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace server {

class Timers {
public:
    using Clock = std::function<tickets::Time()>;
    using Ring = std::function<void(const dialog::ConversationId&, const std::string& name, std::uint64_t generation)>;

    Timers(std::unique_ptr<Alarm> alarm, UnderWay& under_way, Clock clock, Ring ring);

    // A conversation's named timer; one of that name is replaced. One that is overdue rings at once (from the lane, not from here).
    void arm(const dialog::ConversationId& id, const std::string& name, tickets::Time due, std::uint64_t generation);
    void drop(const dialog::ConversationId& id, const std::string& name);
    std::optional<tickets::Time> next_due(const dialog::ConversationId& id) const;
    std::optional<tickets::Time> soonest() const { return tasks_.empty() ? std::nullopt : std::optional(tasks_.begin()->first.first); }
    // A task of the lane's own.
    void at(tickets::Time due, std::function<void()> task);

    void fire_due();  // runs what is due now; also called by whoever moves the clock
    void stop();      // nothing rings any more

    static constexpr std::chrono::milliseconds kMaxWait{10'000};

private:
    using Key = std::pair<tickets::Time, std::uint64_t>;  // of two due at the same time the first armed rings first
    using NamedTimers = std::map<std::string, Key>;

    Key add(tickets::Time due, std::function<void()> task);
    void wait();

    UnderWay& under_way_;
    Clock clock_;
    Ring ring_;
    std::unique_ptr<Alarm> alarm_;
    std::optional<tickets::Time> waiting_until_;
    std::map<Key, std::function<void()>> tasks_;
    std::unordered_map<dialog::ConversationId, NamedTimers> named_;
    std::uint64_t next_order_ = 0;
    bool stopped_ = false;
};

}  // namespace server
