// How a conversation comes into memory and leaves it.
#include "server/log.hpp"
#include "server/reception_parts.hpp"
#include "server/shard.hpp"

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

// Runs `found` with the conversation once it is in memory.
void Shard::with_loaded(const dialog::ConversationId& id, Found found) {
    auto& live = live_[id];
    if (live) {
        if (!found) return;
        if (live->phase == LiveConversation::Phase::loading) live->when_loaded.push_back(std::move(found));
        else found(live.get(), {});
        return;
    }
    live = std::make_unique<LiveConversation>(parts_.lines);
    live->touched = parts_.now();
    ++parts_.counters.conversations_loaded;
    if (live_.size() == 1) timers_.at(parts_.now() + kSweep, [this] { sweep(); });
    if (found) live->when_loaded.push_back(std::move(found));
    load(id, *live);
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
    if (read.row) live.row = std::move(*read.row);
    live.row.agent_name = live.state.holder.agent_name;
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

// Conversations that nobody hears and nothing awaits soon leave memory; the store has all of them.
void Shard::sweep() {
    const auto now = parts_.now();
    for (auto it = live_.begin(); it != live_.end();) {
        const LiveConversation& live = *it->second;
        const auto due = timers_.next_due(it->first);
        const bool idle = live.phase == LiveConversation::Phase::ready && live.mailbox.empty() && live.listeners.empty() &&
                          now - live.touched >= parts_.limits.idle_unload && (!due || *due > now + kSoon);
        if (idle) --parts_.counters.conversations_loaded;
        it = idle ? live_.erase(it) : std::next(it);
    }
    if (!live_.empty()) timers_.at(now + kSweep, [this] { sweep(); });
}

void Shard::restore(const storage::TimerRow& timer) {
    timers_.arm(timer.conversation, timer.name, timer.due, timer.generation);
}

void Shard::restore(const storage::JobRow& job) {
    with_loaded(job.conversation, [this, job](LiveConversation* live, const std::string& code) {
        if (live) start_job(job.conversation, live->state.visitor, job.job);
        else if (code == "unavailable") timers_.at(parts_.now() + kRetry, [this, job] { restore(job); });
    });
}

}  // namespace server
