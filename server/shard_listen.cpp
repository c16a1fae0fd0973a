// Who hears a conversation: newcomers, customers who come back, agents who watch; and what went before for them.
#include "server/log.hpp"
#include "server/reception_parts.hpp"
#include "server/shard.hpp"
#include "server/wire_json.hpp"

#include <algorithm>
#include <exception>
#include <utility>

namespace server {

void Shard::open(const dialog::Opened& opened, Line line, std::string token) {
    if (parts_.stopping) {
        refuse(nullptr, opened.id, {Sender::Who::newcomer, line, {}, {}}, "unavailable");
        return;
    }
    auto& live = live_[opened.id];
    live = std::make_unique<LiveConversation>(parts_.lines);
    ++parts_.counters.conversations_loaded;
    if (live_.size() == 1) timers_.at(parts_.now() + kSweep, [this] { sweep(); });
    live->touched = parts_.now();
    live->phase = LiveConversation::Phase::ready;
    live->listeners.add(line, Listener::Kind::customer, false);
    live->mailbox.put({opened, {Sender::Who::newcomer, line, {}, std::move(token)}, 0}, 1, 0);
    work(*live);
    if (live->phase == LiveConversation::Phase::ready) forget(opened.id);  // refused; nothing was begun
}

void Shard::join(const dialog::ConversationId& id, Line line, std::string token, dialog::Seq after_seq) {
    with_loaded(id, [this, id, line, token = std::move(token), after_seq](LiveConversation* live) {
        parts_.lines.joined(line, live ? id : dialog::ConversationId{});
        if (!live) {
            parts_.lines.send(line, {wire::error("unknown_token", "say hello without a token to begin anew")});
            return;
        }
        if (live->listeners.count(Listener::Kind::customer) >= parts_.limits.max_sockets_per_conversation) {
            // The oldest goes: the customer who comes back must not be locked out by sockets that died unnoticed.
            const Line oldest = live->listeners.oldest(Listener::Kind::customer);
            live->listeners.remove(oldest);
            parts_.lines.hang_up(oldest, net::CloseCode::policy, "too many sockets");
        }
        live->touched = parts_.now();
        const dialog::Seq upto = live->state.last_seq;
        live->listeners.add(line, Listener::Kind::customer, after_seq < upto);
        std::vector<std::string> frames{wire::welcome(live->state, token), wire::holder(live->state.holder)};
        if (live->place > 0) frames.push_back(wire::queue(live->place, live->estimate_minutes));
        live->listeners.replay(line, std::move(frames));
        if (after_seq < upto) replay_customer(id, line, after_seq, upto, 0);
    });
}

void Shard::watch(const dialog::ConversationId& id, Line line, std::uint64_t after_position) {
    with_loaded(id, [this, id, line, after_position](LiveConversation* live) {
        if (!live || live->listeners.count(Listener::Kind::agent) >= parts_.limits.max_watchers_per_conversation) {
            parts_.lines.send(line, {wire::error(live ? "too_many_watchers" : "unknown_conversation", id)});
            return;
        }
        live->touched = parts_.now();
        const std::uint64_t upto = live->state.positions;
        live->listeners.add(line, Listener::Kind::agent, after_position < upto);
        live->listeners.replay(line, {wire::agent_conversation(wire::detail_json(parts_.desk, live->state, live->row).dump())});
        if (after_position < upto) replay_agent(id, line, after_position, upto);
    });
}

void Shard::leave(const dialog::ConversationId& id, Line line) {
    if (!find(id)) return;
    with_loaded(id, [this, line](LiveConversation* live) {
        if (!live) return;
        live->listeners.remove(line);
        live->touched = parts_.now();
    });
}

// Read on a worker, page by page; each page takes the way over the conversation's lane, so that all frames keep their order.
void Shard::replay_customer(const dialog::ConversationId& id, Line line, dialog::Seq after, dialog::Seq upto, std::size_t sent_bytes) {
    parts_.work_promised([this, id, line, after, upto, sent_bytes] {
        std::vector<std::string> frames;
        std::size_t bytes = sent_bytes;
        dialog::Seq last = after;
        bool cut = false;
        try {
            for (const auto& entry : parts_.store.visible_entries(id, after, storage::kMaxPage)) {
                cut = cut || bytes > parts_.limits.max_replay_bytes;
                if (entry.seq > upto || cut) break;
                frames.push_back(wire::entry(entry));
                bytes += frames.back().size();
                last = entry.seq;
            }
            cut = cut || frames.empty();  // the log has a hole, or is not to be read
        } catch (const std::exception& error) {
            log_event(LogLevel::error, "replay_failed", {{"conversation", id}, {"error", error.what()}});
            cut = true;
        }
        const bool more = !cut && last < upto;
        parts_.post(lane_, [this, id, line, last, upto, bytes, more, cut, frames = std::move(frames)]() mutable {
            if (!more) return replayed(id, line, std::move(frames), cut);
            if (LiveConversation* live = find(id)) live->listeners.replay(line, std::move(frames));
            replay_customer(id, line, last, upto, bytes);
        });
    });
}

void Shard::replay_agent(const dialog::ConversationId& id, Line line, std::uint64_t after, std::uint64_t upto) {
    parts_.work_promised([this, id, line, after, upto] {
        std::vector<std::string> frames;
        std::uint64_t last = after;
        bool cut = false;
        try {
            for (const auto& entry : parts_.store.entries(id, after, storage::kMaxPage)) {
                if (entry.position > upto) break;
                frames.push_back(wire::agent_entry(id, entry));
                last = entry.position;
            }
            cut = frames.empty();
        } catch (const std::exception& error) {
            log_event(LogLevel::error, "replay_failed", {{"conversation", id}, {"error", error.what()}});
            cut = true;
        }
        const bool more = !cut && last < upto;
        parts_.post(lane_, [this, id, line, last, upto, more, cut, frames = std::move(frames)]() mutable {
            if (!more) return replayed(id, line, std::move(frames), cut);
            if (LiveConversation* live = find(id)) live->listeners.replay(line, std::move(frames));
            replay_agent(id, line, last, upto);
        });
    });
}

// A replay that had to be cut ends with `reconnect`: what was sent counts, the client goes on from there.
void Shard::replayed(const dialog::ConversationId& id, Line line, std::vector<std::string> frames, bool cut) {
    LiveConversation* live = find(id);
    if (!live) return;
    if (cut) frames.push_back(wire::reconnect(0));
    live->listeners.replay(line, std::move(frames));
    if (!cut) {
        live->listeners.replay_done(line);
        return;
    }
    live->listeners.remove(line);
    parts_.lines.hang_up(line, net::CloseCode::try_later, "to be continued");
}

void Shard::customer_types(const dialog::ConversationId& id) {
    if (LiveConversation* live = find(id)) {
        live->listeners.tell_all(Listener::Kind::agent, {wire::agent_typing(id, dialog::From::customer)});
    }
}

void Shard::agent_types(const dialog::ConversationId& id, Line line, const std::string& agent) {
    LiveConversation* live = find(id);
    if (!live || live->state.holder.kind != dialog::Holder::Kind::agent || live->state.holder.agent != agent) return;
    live->listeners.tell_all(Listener::Kind::customer, {wire::typing(dialog::From::agent)});
    live->listeners.tell_all(Listener::Kind::agent, {wire::agent_typing(id, dialog::From::agent)}, line);
}

void Shard::place(const dialog::ConversationId& id, Place place) {
    LiveConversation* live = find(id);
    if (!live) return;
    const bool told = live->place == place.position && live->estimate_minutes == place.estimate_minutes;
    live->place = place.position;
    live->estimate_minutes = place.estimate_minutes;
    if (place.position == 0 || told || live->state.holder.kind != dialog::Holder::Kind::queue) return;
    live->listeners.tell_all(Listener::Kind::customer, {wire::queue(place.position, place.estimate_minutes)});
}

}  // namespace server
