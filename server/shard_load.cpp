// How a conversation comes into memory and leaves it.
#include "server/log.hpp"
#include "server/reception_parts.hpp"
#include "server/shard.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace server {

// What a worker read of it.
struct Shard::Loaded {
    std::optional<dialog::Conversation> conversation;
    std::optional<storage::ConversationRow> row;
    std::vector<storage::CidRow> cids;
    std::vector<dialog::Entry> missed;  // past what was in memory before
    bool failed = false;
};

LiveConversation* Shard::find(const dialog::ConversationId& id) {
    const auto it = live_.find(id);
    return it == live_.end() ? nullptr : it->second.get();
}

// A place in memory for it, with those who heard it meanwhile.
LiveConversation& Shard::take_in(const dialog::ConversationId& id) {
    auto quiet = quiet_.extract(id);
    auto& live = live_[id];
    live = std::make_unique<LiveConversation>(quiet ? std::move(quiet.mapped()) : Listeners(parts_.lines, lane_));
    live->touched = parts_.now();
    ++parts_.counters.conversations_loaded;
    if (live_.size() == 1) timers_.at(parts_.now() + kSweep, [this] { sweep(); });
    return *live;
}

// Runs `found` with the conversation once it is in memory; with nullptr and the reason when it does not get there.
void Shard::with_loaded(const dialog::ConversationId& id, Found found) {
    if (LiveConversation* live = find(id)) {
        if (!found) return;
        if (live->phase == LiveConversation::Phase::loading) live->when_loaded.push_back(std::move(found));
        else found(live, {});
        return;
    }
    LiveConversation& live = take_in(id);
    if (found) live.when_loaded.push_back(std::move(found));
    load(id, live);
}

void Shard::load(const dialog::ConversationId& id, LiveConversation& live) {
    live.phase = LiveConversation::Phase::loading;
    const std::uint64_t known = live.state.positions;
    const bool before = live.state.version > 0;
    parts_.work_promised([this, id, known, before] {
        Loaded read;
        try {
            read.conversation = parts_.store.conversation(id);
            read.row = parts_.store.conversation_row(id);
            read.cids = parts_.store.cids(id);
            if (before) read.missed = parts_.store.entries(id, known, storage::kMaxPage);
        } catch (const std::exception& error) {
            log_event(LogLevel::error, "load_failed", {{"conversation", id}, {"error", error.what()}});
            read.failed = true;
        }
        parts_.post(lane_, [this, id, read = std::move(read)]() mutable { loaded(id, std::move(read)); });
    });
}

void Shard::loaded(const dialog::ConversationId& id, Loaded read) {
    if (read.failed || !read.conversation) {
        not_loaded(id, read.failed ? "unavailable" : "unknown_conversation");
        return;
    }
    LiveConversation& live = *live_.at(id);
    const dialog::Holder before = live.state.holder;
    const bool known = live.state.version > 0;
    live.state = std::move(*read.conversation);
    if (read.row) live.last_at = read.row->last_at;
    if (read.row) live.last_text = std::move(read.row->last_text);
    live.take(read.cids);
    live.phase = LiveConversation::Phase::ready;
    // Whoever wrote the last turn: its timers ring here. One that rings here already is replaced by itself.
    for (const auto& [name, timer] : live.state.timers) timers_.arm(id, name, timer.due, timer.generation);
    if (known) {  // others have written: who listens here hears it from the log
        std::erase_if(read.missed, [&](const auto& entry) { return entry.position > live.state.positions; });
        announce(live, dialog::Turn{live.state, std::move(read.missed), {}, {}}, before, nullptr);
        tell_floor(live, before);
    }
    if (live.state.holder.kind == dialog::Holder::Kind::queue) parts_.on_floor([id](DeskFloor& floor) { floor.tell_place(id); });
    for (auto& found : std::exchange(live.when_loaded, {})) found(&live, {});
    work(live);
}

void Shard::not_loaded(const dialog::ConversationId& id, const std::string& code) {
    const auto live = std::move(live_.at(id));
    forget(id);
    live->listeners.hang_up_all();  // they come back and resume
    for (auto& found : live->when_loaded) found(nullptr, code);
    while (auto letter = live->mailbox.take()) {
        const bool missing = code == "unknown_conversation" && letter->sender.who == Sender::Who::customer;
        refuse(nullptr, id, letter->sender, missing ? "unavailable" : code);
        // A timer or lookup of a conversation that could not be read must not be lost with it.
        if (code == "unavailable" && letter->sender.who == Sender::Who::nobody) {
            timers_.at(parts_.now() + kRetry, [this, id, letter = std::move(*letter)] { receive(id, letter); });
        }
    }
}

void Shard::forget(const dialog::ConversationId& id) {
    live_.erase(id);
    --parts_.counters.conversations_loaded;
}

// Nothing of it is under way or due soon; the store has all of it. One that is heard must need nothing but its listeners: of the queue
// and of typing agents it would be told things that only its state makes sense of.
bool Shard::may_leave(const dialog::ConversationId& id, const LiveConversation& live) const {
    if (live.phase != LiveConversation::Phase::ready || !live.mailbox.empty()) return false;
    const auto holder = live.state.holder.kind;
    const bool human = holder == dialog::Holder::Kind::queue || holder == dialog::Holder::Kind::agent;
    if (!live.listeners.empty() && (human || !live.listeners.only_hear())) return false;
    const auto due = timers_.next_due(id);
    return !due || *due > parts_.now() + kSoon;
}

Shard::Live::iterator Shard::put_away(Live::iterator at) {
    if (!at->second->listeners.empty()) quiet_.emplace(at->first, std::move(at->second->listeners));
    --parts_.counters.conversations_loaded;
    return live_.erase(at);
}

// At the limit the longest idle ones leave, some at once, so that the next newcomers find room without a look at all.
bool Shard::has_room() {
    const std::size_t most = std::max<std::size_t>(1, parts_.limits.max_loaded / parts_.lanes.count());
    const auto now = parts_.now();
    if (live_.size() < most) return true;
    if (now < crowded_until_ && crowded_until_ - now <= kCrowded) return false;  // the clock may have jumped back
    std::vector<Live::iterator> idle;
    for (auto it = live_.begin(); it != live_.end(); ++it) {
        if (may_leave(it->first, *it->second)) idle.push_back(it);
    }
    const auto leaving = std::min(idle.size(), live_.size() - most + 1 + most / kLeaveTogether);
    std::partial_sort(idle.begin(), idle.begin() + static_cast<std::ptrdiff_t>(leaving), idle.end(),
                      [](const auto& a, const auto& b) { return a->second->touched < b->second->touched; });
    for (std::size_t i = 0; i < leaving; ++i) put_away(idle[i]);
    if (live_.size() >= most) crowded_until_ = now + kCrowded;
    return live_.size() < most;
}

void Shard::sweep() {
    const auto now = parts_.now();
    for (auto it = live_.begin(); it != live_.end();) {
        const bool idle = now - it->second->touched >= parts_.limits.idle_unload && may_leave(it->first, *it->second);
        it = idle ? put_away(it) : std::next(it);
    }
    if (!live_.empty()) timers_.at(now + kSweep, [this] { sweep(); });
}

void Shard::restore(const storage::TimerRow& timer) {
    timers_.arm(timer.conversation, timer.name, timer.due, timer.generation);
}

void Shard::restore(const storage::JobRow& job) {
    with_loaded(job.conversation, [this, job](LiveConversation* live, const std::string& why_not) {
        if (live) start_job(job.conversation, live->state.visitor, job.job);
        else if (why_not == "unavailable") timers_.at(parts_.now() + kRetry, [this, job] { restore(job); });
    });
}

}  // namespace server
