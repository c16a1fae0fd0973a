#include "storage/folds.hpp"

#include "storage/codec.hpp"
#include "storage/digest.hpp"

#include <string>

namespace storage {

namespace {

constexpr const char* kFoldTables[] = {"conversations", "entries",        "cids",             "timers", "jobs", "tickets",
                                       "ticket_log",    "identity_tries", "labelled_examples"};

void apply_conversation(Connection& connection, const dialog::Turn& turn) {
    const auto row = listed(turn);
    const auto* ticket = turn.conversation.current_ticket();
    connection
        .query("INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
               "channel = excluded.channel, locale = excluded.locale, holder = excluded.holder, agent = excluded.agent, "
               "agent_name = excluded.agent_name, "
               "priority = excluded.priority, subject = excluded.subject, customer_name = excluded.customer_name, "
               "ticket = excluded.ticket, queue_reason = excluded.queue_reason, team = excluded.team, "
               "opened_at = excluded.opened_at, last_at = max(last_at, excluded.last_at), queued_at = excluded.queued_at, "
               "due = excluded.due, last_text = CASE excluded.last_text WHEN '' THEN last_text ELSE excluded.last_text END")
        .bind(row.id, row.channel, row.locale, row.holder, row.agent, row.agent_name,
              static_cast<int>(ticket ? ticket->priority : tickets::Priority::medium), row.subject, row.customer_name, row.ticket,
              row.queue_reason, row.team, row.opened_at, row.last_at, row.queued_at, row.due, row.last_text)
        .run();
}

void apply_entry(Connection& connection, const dialog::ConversationId& id, const dialog::Entry& entry) {
    const auto body = encode(entry);
    connection.query("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?)")
        .bind(id, entry.position, entry.seq, entry.kind == dialog::EntryKind::message, Blob{body})
        .run();
    if (entry.cid.empty()) return;
    connection.query("INSERT OR REPLACE INTO cids VALUES (?, ?, ?, ?, ?, ?)")
        .bind(id, name(entry.from), entry.cid, entry.position, entry.seq, content_hash(entry.text))
        .run();
}

// One effect, the `line`-th of the turn at `position`.
struct ApplyEffect {
    Connection& connection;
    const dialog::ConversationId& id;
    std::uint64_t position;
    std::size_t line;

    void operator()(const dialog::ArmTimer& timer) const {
        connection.query("INSERT OR REPLACE INTO timers VALUES (?, ?, ?, ?)").bind(id, timer.name, timer.due, timer.generation).run();
    }
    void operator()(const dialog::DropTimer& timer) const {
        connection.query("DELETE FROM timers WHERE conversation = ? AND name = ?").bind(id, timer.name).run();
    }
    void operator()(const dialog::StartJob& job) const {
        const auto body = encode(job);
        connection.query("INSERT OR REPLACE INTO jobs VALUES (?, ?, ?)").bind(id, job.id, Blob{body}).run();
    }
    void operator()(const dialog::FinishJob& job) const {
        connection.query("DELETE FROM jobs WHERE conversation = ? AND id = ?").bind(id, job.id).run();
    }
    void operator()(const dialog::TicketChanged& changed) const {
        const auto& ticket = changed.ticket;
        const auto& log = changed.line;
        const auto body = encode(ticket);
        connection
            .query("INSERT INTO tickets VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET customer = excluded.customer, "
                   "team = excluded.team, status = excluded.status, summary = excluded.summary, body = excluded.body")
            .bind(ticket.number, position, ticket.conversation, ticket.customer, ticket.team, name(ticket.status), ticket.summary, Blob{body})
            .run();
        connection.query("INSERT OR REPLACE INTO ticket_log VALUES (?, ?, ?, ?, ?, ?, ?)")
            .bind(log.ticket.empty() ? ticket.number : log.ticket, position, line, log.at, log.who, log.what, log.detail)
            .run();
    }
    void operator()(const dialog::IdentityTried& tried) const {
        connection.query("INSERT OR REPLACE INTO identity_tries VALUES (?, ?, ?, ?, ?, ?)")
            .bind(position, line, tried.identity, tried.visitor, tried.verified, tried.at)
            .run();
    }
    void operator()(const dialog::ClassCorrected& corrected) const {
        connection.query("INSERT OR REPLACE INTO labelled_examples VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(position, line, corrected.ticket, corrected.text, corrected.from, corrected.to, corrected.agent, corrected.at)
            .run();
    }
};

}  // namespace

void apply(Connection& connection, std::uint64_t position, const dialog::Turn& turn) {
    apply_conversation(connection, turn);
    for (const auto& entry : turn.entries) apply_entry(connection, turn.conversation.id, entry);
    for (std::size_t i = 0; i < turn.effects.size(); ++i)
        std::visit(ApplyEffect{connection, turn.conversation.id, position, i}, turn.effects[i]);
}

std::uint64_t folded_position(Connection& connection) {
    auto query = connection.query("SELECT position FROM folded");
    if (!query.next()) throw StoreError("the folds do not know their position");
    return query.count(0);
}

void set_folded_position(Connection& connection, std::uint64_t position) {
    connection.query("UPDATE folded SET position = ?").bind(position).run();
}

void drop_folds(Connection& connection) {
    for (const auto* table : kFoldTables) connection.execute((std::string("DELETE FROM ") + table).c_str());
    set_folded_position(connection, 0);
}

}  // namespace storage
