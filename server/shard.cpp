// One event's way: mailbox, step, commit, and then what the turn says. Loading is in shard_load.cpp, listening in shard_listen.cpp.
#include "server/shard.hpp"

#include "dialog/engine.hpp"
#include "server/actors.hpp"
#include "server/log.hpp"
#include "server/reception_parts.hpp"
#include "server/wire_json.hpp"
#include "storage/failpoint.hpp"

#include <exception>
#include <utility>

namespace server {
namespace {

constexpr int kRetryAfterOverload_s = 3;
constexpr int kRetryAfterRate_s = 10;

int retry_after(const std::string& code) {
    if (code == "rate_limited") return kRetryAfterRate_s;
    return code == "overloaded" || code == "unavailable" ? kRetryAfterOverload_s : 0;
}

void pass_committed(const dialog::Holder& before, const dialog::Holder& after) {
    storage::pass(storage::Failpoint::committed);
    if (before == after) return;
    if (after.kind == dialog::Holder::Kind::agent) storage::pass(storage::Failpoint::claim_committed);
    if (after.kind == dialog::Holder::Kind::queue) storage::pass(storage::Failpoint::handoff_committed);
}

}  // namespace

Shard::Shard(ReceptionParts& parts, unsigned lane)
    : parts_(parts), lane_(lane), timers_(parts.lanes.alarm(lane), parts.under_way, parts.clock,
                                         [this](const auto& id, const auto& name, std::uint64_t generation) {
                                             receive(id, {dialog::TimerFired{name, generation}, {}, 0});
                                         }) {}

void Shard::receive(const dialog::ConversationId& id, Letter letter) {
    if (parts_.stopping && letter.from_outside()) {
        refuse(find(id), id, letter.sender, "unavailable");
        return;
    }
    if (letter.from_outside() && !find(id) && !has_room()) {
        refuse(nullptr, id, letter.sender, "overloaded");
        return;
    }
    with_loaded(id, {});
    LiveConversation* live = find(id);
    live->touched = parts_.now();
    const Sender sender = letter.sender;
    dialog::Seq seq = 0;
    if (sender.who == Sender::Who::customer && repeat_of(*live, letter, seq) == Repeat::none &&
        !live->may_message(parts_.now(), parts_.limits.max_messages, parts_.limits.message_window)) {
        refuse(live, id, sender, "rate_limited");
        return;
    }
    if (!live->mailbox.put(std::move(letter), parts_.limits.max_mailbox_events, parts_.limits.max_mailbox_bytes)) {
        refuse(live, id, sender, "overloaded");
        return;
    }
    work(*live);
}

void Shard::work(LiveConversation& live) {
    while (live.phase == LiveConversation::Phase::ready) {
        auto letter = live.mailbox.take();
        if (!letter) return;
        if (answer_repeat(live, *letter) || !resolve_choice(live, *letter)) continue;
        step(live, std::move(*letter));
    }
}

bool Shard::answer_repeat(LiveConversation& live, const Letter& letter) {
    dialog::Seq seq = 0;
    const Repeat repeat = repeat_of(live, letter, seq);
    if (repeat == Repeat::none) return false;
    if (repeat == Repeat::other) {
        refuse(&live, live.state.id, letter.sender, "cid_reused");
    } else if (letter.sender.who == Sender::Who::customer) {
        live.listeners.tell(letter.sender.line, {wire::ack(letter.sender.cid, seq)});
    } else {
        live.listeners.tell(letter.sender.line, {wire::agent_ack(live.state.id, letter.sender.cid)});
    }
    return true;
}

// The label under which the customer saw the choice becomes the text of the message.
bool Shard::resolve_choice(LiveConversation& live, Letter& letter) {
    auto* message = std::get_if<dialog::CustomerMessage>(&letter.event);
    if (!message || message->choice.empty()) return true;
    const dialog::Choice* choice = live.offered(message->choice);
    if (!choice) {
        refuse(&live, live.state.id, letter.sender, "bad_choice");
        return false;
    }
    message->text = choice->label;
    return true;
}

void Shard::step(LiveConversation& live, Letter letter) {
    dialog::Turn turn;
    try {
        const auto around = surroundings(live);
        turn = dialog::step(parts_.desk, live.state, letter.event, around);
        if (parts_.watch) parts_.watch->stepped(letter.event, around, turn);
    } catch (const std::exception& error) {
        log_event(LogLevel::error, "step_failed", {{"conversation", live.state.id}, {"error", error.what()}});
        turn.refused = "unavailable";
    }
    const dialog::ConversationId id = live.state.id.empty() ? turn.conversation.id : live.state.id;
    if (turn.refused == "already") {  // claimed again by who holds it
        live.listeners.tell(letter.sender.line, {wire::agent_ack(id, letter.sender.cid)});
        return;
    }
    if (!turn.refused.empty()) {
        refuse(&live, id, letter.sender, turn.refused);
        return;
    }
    live.phase = LiveConversation::Phase::committing;
    live.current = std::move(letter);
    live.handed_at = std::chrono::steady_clock::now();
    // Runs on the writer's thread: it only carries the outcome to this lane.
    parts_.store.commit(std::move(turn), [&parts = parts_, id, token = parts_.under_way.token()](storage::Commit&& commit) {
        parts.committed(id, std::move(commit));
    });
}

void Shard::committed(Outcome outcome) {
    const dialog::ConversationId& id = outcome.id;
    storage::Commit& commit = outcome.commit;
    LiveConversation& live = *live_.at(id);  // stays in memory while it commits
    Letter letter = std::move(*std::exchange(live.current, std::nullopt));
    live.phase = LiveConversation::Phase::ready;
    switch (commit.status) {
        case storage::CommitStatus::committed: {
            ++parts_.counters.turns;
            measure(live, commit.turn);
            const dialog::Holder before = live.state.holder;
            live.take(commit.turn, &letter);
            pass_committed(before, live.state.holder);
            announce(live, commit.turn, before, &letter);
            storage::pass(storage::Failpoint::announced);
            carry_out(live, commit.turn);
            tell_floor(live, before);
            break;
        }
        case storage::CommitStatus::conflict:
        case storage::CommitStatus::duplicate: try_again(live, std::move(letter)); break;
        case storage::CommitStatus::overloaded: wait_for_room(live, std::move(letter)); break;
        case storage::CommitStatus::invalid:
            log_event(LogLevel::error, "turn_invalid", {{"conversation", id}, {"fault", commit.fault}});
            refuse(&live, id, letter.sender, "unavailable");
            break;
    }
    if (live.state.version == 0) forget(id);
    else work(live);
}

// Somebody else was faster, or the cid is in the log already: read again, then the letter once more.
void Shard::measure(LiveConversation& live, const dialog::Turn& turn) {
    if (!parts_.watch) return;
    parts_.watch->committed(std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - live.handed_at));
    for (const auto& entry : turn.entries) {
        if (const auto waited = live.waited_for(entry)) parts_.watch->replied(entry.from, *waited);
    }
}

void Shard::try_again(LiveConversation& live, Letter letter) {
    ++parts_.counters.conflicts;
    const dialog::ConversationId id = live.state.id;
    if (++letter.attempts >= kMaxAttempts || id.empty()) {
        log_event(LogLevel::warning, "turn_given_up", {{"conversation", id}, {"attempts", letter.attempts}});
        refuse(&live, id, letter.sender, "unavailable");
        return;
    }
    live.mailbox.put_back(std::move(letter));
    load(id, live);
}

void Shard::wait_for_room(LiveConversation& live, Letter letter) {
    if (letter.sender.who != Sender::Who::nobody) {
        refuse(&live, live.state.id, letter.sender, "overloaded");
        return;
    }
    // A timer or a lookup was promised: it waits, and all behind it.
    live.phase = LiveConversation::Phase::waiting;
    live.mailbox.put_back(std::move(letter));
    timers_.at(parts_.now() + kRetry, [this, id = live.state.id] {
        LiveConversation* waiting = find(id);
        if (!waiting || waiting->phase != LiveConversation::Phase::waiting) return;
        waiting->phase = LiveConversation::Phase::ready;
        work(*waiting);
    });
}

dialog::Surroundings Shard::surroundings(const LiveConversation& live) const {
    dialog::Surroundings around;
    around.now = parts_.now();
    around.agents_available = floor_.agents_available;
    around.minutes_per_claim = floor_.minutes_per_claim;
    if (live.place > 0 && live.state.holder.kind == dialog::Holder::Kind::queue) {
        around.waiting_ahead = live.place - 1;
        return around;
    }
    const auto* ticket = live.state.current_ticket();
    const auto own = static_cast<std::size_t>(ticket ? ticket->priority : tickets::Priority::medium);
    for (std::size_t rank = 0; rank <= own && rank < floor_.waiting.size(); ++rank) around.waiting_ahead += floor_.waiting[rank];
    return around;
}

net::Frames Shard::acknowledge(const LiveConversation& live, const Letter& letter, const dialog::Turn& turn) const {
    switch (letter.sender.who) {
        case Sender::Who::nobody: return {};
        case Sender::Who::newcomer: return {wire::welcome(live.state, letter.sender.token), wire::holder(live.state.holder)};
        case Sender::Who::agent: return {wire::agent_ack(live.state.id, letter.sender.cid)};
        case Sender::Who::customer: break;
    }
    ++parts_.counters.messages;
    for (const auto& entry : turn.entries) {
        if (entry.from == dialog::From::customer && entry.cid == letter.sender.cid) return {wire::ack(entry.cid, entry.seq)};
    }
    return {wire::ack(letter.sender.cid, live.state.last_seq)};
}

// To every socket in one piece: who asked hears the acknowledgement first.
void Shard::announce(LiveConversation& live, const dialog::Turn& turn, const dialog::Holder& before, const Letter* letter) {
    net::Frames to_customers;
    net::Frames to_agents;
    const bool watched = live.listeners.count(Listener::Kind::agent) > 0;
    for (const auto& entry : turn.entries) {
        if (entry.kind == dialog::EntryKind::message) to_customers.add(wire::entry(entry));
        if (watched) to_agents.add(wire::agent_entry(live.state.id, entry));
    }
    const bool newcomer = letter && letter->sender.who == Sender::Who::newcomer;
    if (before != live.state.holder && !newcomer) to_customers.add(wire::holder(live.state.holder));
    if (watched) to_agents.add(wire::agent_conversation(wire::detail_json(parts_.desk, live.state, live.row()).dump()));

    const Line asker = letter ? letter->sender.line : Line{};
    if (asker) {
        auto first = acknowledge(live, *letter, turn);
        const auto kind = live.listeners.kind_of(asker);
        const auto& rest = kind == Listener::Kind::agent ? to_agents : to_customers;
        if (kind) first.add(rest);
        live.listeners.tell(asker, std::move(first));
        if (newcomer) tell_joined(live.state.id, asker);
        storage::pass(storage::Failpoint::acknowledged);
    }
    live.listeners.tell_all(Listener::Kind::customer, to_customers, asker);
    live.listeners.tell_all(Listener::Kind::agent, to_agents, asker);
}

void Shard::carry_out(LiveConversation& live, const dialog::Turn& turn) {
    for (const auto& effect : turn.effects) {
        if (const auto* arm = std::get_if<dialog::ArmTimer>(&effect)) timers_.arm(live.state.id, arm->name, arm->due, arm->generation);
        if (const auto* drop = std::get_if<dialog::DropTimer>(&effect)) timers_.drop(live.state.id, drop->name);
        if (const auto* job = std::get_if<dialog::StartJob>(&effect)) start_job(live.state.id, live.state.visitor, *job);
    }
}

// Rows interest agents; the queue and what agents hold interest the floor even when no agent is here.
void Shard::tell_floor(const LiveConversation& live, const dialog::Holder& before) {
    const auto concerns = [](const dialog::Holder& holder) {
        return holder.kind == dialog::Holder::Kind::queue || holder.kind == dialog::Holder::Kind::agent;
    };
    if (parts_.counters.agents_connected == 0 && !concerns(before) && !concerns(live.state.holder)) return;
    parts_.on_floor([row = live.row()](DeskFloor& floor) { floor.changed(row); });
}

void Shard::start_job(const dialog::ConversationId& id, const std::string& visitor, const dialog::StartJob& job) {
    if (job.not_before > parts_.now()) {
        timers_.at(job.not_before, [this, id, visitor, job] {
            auto due = job;
            due.not_before = {};
            start_job(id, visitor, due);
        });
        return;
    }
    parts_.work_promised([this, id, visitor, job] {
        dialog::JobDone done = run_actor(parts_.store, parts_.desk, parts_.hash, {id, visitor, job, parts_.now()});
        storage::pass(storage::Failpoint::lookup_done);
        parts_.post(lane_, [this, id, done = std::move(done)] { receive(id, {done, {}, 0}); });
    });
}

void Shard::refuse(LiveConversation* live, const dialog::ConversationId& id, const Sender& sender, const std::string& code) {
    if (sender.who == Sender::Who::nobody) return;  // a stale timer, an answer that nobody waits for any more
    ++parts_.counters.nacks;
    if (sender.who == Sender::Who::newcomer) {
        parts_.lines.send_from(lane_, sender.line, {wire::reconnect(kRetryAfterOverload_s)});
        parts_.lines.hang_up(sender.line, net::CloseCode::try_later, code);
        return;
    }
    net::Frames frames{sender.who == Sender::Who::customer ? wire::nack(sender.cid, code, retry_after(code))
                                                                        : wire::agent_nack(id, sender.cid, code, retry_after(code))};
    if (live) live->listeners.tell(sender.line, std::move(frames));
    else parts_.lines.send_from(lane_, sender.line, frames);
}

}  // namespace server
