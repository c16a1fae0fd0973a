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
    if (!has_room()) {
        refuse(nullptr, opened.id, {Sender::Who::newcomer, line, {}, {}}, "overloaded");
        return;
    }
    LiveConversation& live = take_in(opened.id);
    live.phase = LiveConversation::Phase::ready;
    live.listeners.add(line, Listener::Kind::customer, false);
    live.mailbox.put({opened, {Sender::Who::newcomer, line, {}, std::move(token)}, 0}, 1, 0);
    work(live);
    if (live.phase == LiveConversation::Phase::ready) forget(opened.id);  // refused; nothing was begun
}

// A socket that has closed before it heard of its conversation cannot leave it by itself.
void Shard::tell_joined(const dialog::ConversationId& id, Line line) {
    parts_.lines.joined(line, id, [&parts = parts_, id, line] { parts.on_shard(id, [id, line](Shard& shard) { shard.leave(id, line); }); });
}

void Shard::join(const dialog::ConversationId& id, Line line, std::string token, dialog::Seq after_seq) {
    if (!find(id) && !has_room()) {
        refuse(nullptr, id, {Sender::Who::newcomer, line, {}, {}}, "overloaded");
        return;
    }
    with_loaded(id, [this, id, line, token = std::move(token), after_seq](LiveConversation* live, const std::string& why_not) {
        if (!live && why_not != "unknown_conversation") {
            refuse(nullptr, id, {Sender::Who::newcomer, line, {}, {}}, why_not);
            return;
        }
        if (!live) {
            parts_.lines.joined(line, {});
            parts_.lines.send_from(lane_, line, {wire::error("unknown_token", "say hello without a token to begin anew")});
            return;
        }
        if (live->listeners.count(Listener::Kind::customer) >= parts_.limits.max_sockets_per_conversation) {
            // The oldest goes: the customer who comes back must not be locked out by sockets that died unnoticed.
            const Line oldest = live->listeners.oldest(Listener::Kind::customer);
            live->listeners.remove(oldest);
            parts_.lines.hang_up(oldest, net::CloseCode::policy, "too many sockets");
        }
        tell_joined(id, line);
        live->touched = parts_.now();
        const dialog::Seq upto = live->state.last_seq;
        const auto replay = live->listeners.add(line, Listener::Kind::customer, after_seq < upto);
        net::Frames frames{wire::welcome(live->state, token), wire::holder(live->state.holder)};
        if (live->place > 0) frames.add(wire::queue(live->place, live->estimate_minutes));
        parts_.lines.send_from(lane_, line, frames);
        if (replay != 0) read_on({id, line, Listener::Kind::customer, replay, after_seq, upto, 0, false});
    });
}

void Shard::watch(const dialog::ConversationId& id, Line line, std::uint64_t after_position) {
    with_loaded(id, [this, id, line, after_position](LiveConversation* live, const std::string& why_not) {
        if (why_not == "unavailable") {  // it is there, and nobody may be told that it is not
            refuse(nullptr, id, {Sender::Who::newcomer, line, {}, {}}, why_not);
            return;
        }
        if (!live || live->listeners.count(Listener::Kind::agent) >= parts_.limits.max_watchers_per_conversation) {
            parts_.lines.send_from(lane_, line, {wire::error(live ? "too_many_watchers" : why_not, id)});
            return;
        }
        live->touched = parts_.now();
        const std::uint64_t upto = live->state.positions;
        const auto replay = live->listeners.add(line, Listener::Kind::agent, after_position < upto);
        parts_.lines.send_from(lane_, line, {wire::agent_conversation(wire::detail_json(parts_.desk, live->state, live->row()).dump())});
        if (replay != 0) read_on({id, line, Listener::Kind::agent, replay, after_position, upto, 0, false});
    });
}

void Shard::leave(const dialog::ConversationId& id, Line line) {
    if (const auto quiet = quiet_.find(id); quiet != quiet_.end()) {
        quiet->second.remove(line);
        if (quiet->second.empty()) quiet_.erase(quiet);
        return;
    }
    if (!find(id)) return;
    with_loaded(id, [this, line](LiveConversation* live, const std::string&) {
        if (!live) return;
        live->listeners.remove(line);
        live->touched = parts_.now();
    });
}

// Read on a worker, page by page; each page takes the way over the conversation's lane, so that all frames keep their order.
void Shard::read_on(const Replay& replay) {
    parts_.work_promised([this, replay] {
        Replay now = replay;
        net::Frames frames;
        try {
            frames = read_page(now);
        } catch (const std::exception& error) {
            log_event(LogLevel::error, "replay_failed", {{"conversation", now.id}, {"error", error.what()}});
            now.cut = true;
        }
        parts_.post(lane_, [this, now, frames = std::move(frames)]() mutable { page_read(now, std::move(frames)); });
    });
}

net::Frames Shard::read_page(Replay& replay) const {
    const bool customer = replay.kind == Listener::Kind::customer;
    const auto entries = customer ? parts_.store.visible_entries(replay.id, replay.after, storage::kMaxPage)
                                  : parts_.store.entries(replay.id, replay.after, storage::kMaxPage);
    net::Frames frames;
    for (const auto& entry : entries) {
        const std::uint64_t at = customer ? entry.seq : entry.position;
        replay.cut = customer && replay.sent_bytes + frames.bytes().size() > parts_.limits.max_replay_bytes;
        if (at > replay.upto || replay.cut) break;
        frames.add(customer ? wire::entry(entry) : wire::agent_entry(replay.id, entry));
        replay.after = at;
    }
    replay.sent_bytes += frames.bytes().size();
    if (frames.empty()) replay.cut = true;  // the log should hold more
    return frames;
}

// A replay that had to be cut ends with `reconnect`: what was sent counts, the client goes on from there.
void Shard::page_read(Replay replay, net::Frames frames) {
    LiveConversation* live = find(replay.id);
    if (!live) return;
    if (replay.cut) frames.add(wire::reconnect(0));
    if (!live->listeners.replay(replay.line, replay.number, std::move(frames))) return;
    if (replay.cut) {
        live->listeners.remove(replay.line);
        parts_.lines.hang_up(replay.line, net::CloseCode::try_later, "to be continued");
    } else if (replay.after < replay.upto) {
        read_on(replay);
    } else {
        live->listeners.replay_done(replay.line, replay.number);
    }
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
