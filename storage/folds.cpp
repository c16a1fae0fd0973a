#include "storage/folds.hpp"

#include "storage/failpoint.hpp"

#include <algorithm>
#include <string>

namespace storage {

namespace {

constexpr const char* kFoldTables[] = {"conversations", "turns", "timers", "jobs", "tickets", "ticket_log", "identity_tries", "labelled_examples"};

void write_listed(Connection& connection, std::uint64_t root, std::uint64_t last, const ConversationRow& row) {
    connection
        .query("INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (root) DO UPDATE SET "
               "last = excluded.last, channel = excluded.channel, locale = excluded.locale, holder = excluded.holder, "
               "agent = excluded.agent, agent_name = excluded.agent_name, "
               "priority = excluded.priority, subject = excluded.subject, customer_name = excluded.customer_name, "
               "ticket = excluded.ticket, queue_reason = excluded.queue_reason, team = excluded.team, "
               "opened_at = excluded.opened_at, last_at = max(last_at, excluded.last_at), queued_at = excluded.queued_at, "
               "due = excluded.due, last_text = CASE excluded.last_text WHEN '' THEN last_text ELSE excluded.last_text END")
        .bind(root, Text{row.id}, last, Text{row.channel}, Text{row.locale}, Text{row.holder}, Text{row.agent}, Text{row.agent_name},
              static_cast<int>(tickets::priority_named(row.priority).value()), Text{row.subject}, Text{row.customer_name}, Text{row.ticket},
              Text{row.queue_reason}, Text{row.team}, row.opened_at, row.last_at, row.queued_at, row.due, Text{row.last_text})
        .run();
}

void write_timer(Connection& connection, std::uint64_t root, const std::string& name, const std::optional<dialog::Timer>& timer) {
    if (timer)
        connection.query("INSERT OR REPLACE INTO timers VALUES (?, ?, ?, ?)").bind(root, Text{name}, timer->due, timer->generation).run();
    else
        connection.query("DELETE FROM timers WHERE root = ? AND name = ?").bind(root, Text{name}).run();
}

void write_job(Connection& connection, std::uint64_t root, std::uint64_t id, const std::optional<std::string>& job) {
    if (job)
        connection.query("INSERT OR REPLACE INTO jobs VALUES (?, ?, ?)").bind(root, id, Blob{*job}).run();
    else
        connection.query("DELETE FROM jobs WHERE root = ? AND id = ?").bind(root, id).run();
}

void set_folded_position(Connection& connection, std::uint64_t position) {
    connection.query("UPDATE folded SET position = ?").bind(position).run();
}

}  // namespace

// In the order of their roots, so that neighbours in the tables are written together.
void FoldWindow::write(Connection& connection) const {
    std::vector<const Conversation*> sorted;
    sorted.reserve(conversations_.size());
    for (const auto& each : conversations_) sorted.push_back(&each.second);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->root < b->root; });
    for (const auto* conversation : sorted) {
        write(connection, *conversation);
        pass(Failpoint::in_fold);
    }
    write_tickets(connection);
    for (const auto& [position, line, tried] : tries_)
        connection.query("INSERT INTO identity_tries VALUES (?, ?, ?, ?, ?, ?)")
            .bind(position, line, Text{tried.identity}, Text{tried.visitor}, tried.verified, tried.at)
            .run();
    for (const auto& [position, line, corrected] : corrections_)
        connection.query("INSERT INTO labelled_examples VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(position, line, corrected.ticket, corrected.text, corrected.from, corrected.to, corrected.agent, corrected.at)
            .run();
    set_folded_position(connection, last_);
}

void FoldWindow::write(Connection& connection, const Conversation& conversation) const {
    write_listed(connection, conversation.root, conversation.last, conversation.row);
    for (const auto& [chunk, places] : conversation.places)
        connection
            .query("INSERT INTO turns VALUES (?, ?, ?) ON CONFLICT (root, chunk) DO UPDATE SET places = CAST(places || excluded.places AS BLOB)")
            .bind(conversation.root, chunk, Blob{places})
            .run();
    for (const auto& [name, timer] : conversation.timers) write_timer(connection, conversation.root, name, timer);
    for (const auto& [id, job] : conversation.jobs) write_job(connection, conversation.root, id, job);
}

void FoldWindow::write_tickets(Connection& connection) const {
    for (const auto& [number, changed] : tickets_) {
        const auto& ticket = changed.ticket;
        const auto body = encode(ticket);
        connection
            .query("INSERT INTO tickets VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET customer = excluded.customer, "
                   "team = excluded.team, status = excluded.status, summary = excluded.summary, body = excluded.body")
            .bind(Text{number}, changed.opened, Text{ticket.conversation}, Text{ticket.customer}, Text{ticket.team}, name(ticket.status),
                  Text{ticket.summary}, Blob{body})
            .run();
    }
    for (const auto& [position, line, log] : lines_)
        connection.query("INSERT INTO ticket_log VALUES (?, ?, ?, ?, ?, ?, ?)")
            .bind(Text{log.ticket}, position, line, log.at, Text{log.who}, Text{log.what}, Text{log.detail})
            .run();
}

std::uint64_t folded_position(Connection& connection) {
    auto query = connection.query("SELECT position FROM folded");
    if (!query.next()) throw StoreError("the folds do not know their position");
    return query.count(0);
}

void drop_folds(Connection& connection) {
    for (const auto* table : kFoldTables) connection.execute((std::string("DELETE FROM ") + table).c_str());
    set_folded_position(connection, 0);
}

}  // namespace storage
