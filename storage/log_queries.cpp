#include "storage/log_queries.hpp"

#include "storage/codec.hpp"

#include <algorithm>

namespace storage::queries {

namespace {

// In the order of `conversations` in storage/schema.cpp, from its `id` on.
ConversationRow listed_row(const Query& query) {
    int column = 1;
    ConversationRow row;
    row.id = query.text(column++);
    ++column;  // `last`
    row.channel = query.text(column++);
    row.locale = query.text(column++);
    row.holder = query.text(column++);
    row.agent = query.text(column++);
    row.agent_name = query.text(column++);
    row.priority = name(static_cast<tickets::Priority>(query.number(column++)));
    row.subject = query.text(column++);
    row.customer_name = query.text(column++);
    row.ticket = query.text(column++);
    row.queue_reason = query.text(column++);
    row.team = query.text(column++);
    row.opened_at = query.time(column++);
    row.last_at = query.time(column++);
    row.queued_at = query.maybe_time(column++);
    row.due = query.maybe_time(column++);
    row.last_text = query.text(column++);
    return row;
}

int tries_by(Connection& connection, std::string_view column, const std::string& value, Time since) {
    if (value.empty()) return 0;  // an unknown source is no source
    const auto sql = "SELECT count(*) FROM identity_tries WHERE verified = 0 AND " + std::string(column) + " = ? AND at >= ?";
    auto query = connection.query(sql);
    query.bind(value, since).next();
    return static_cast<int>(query.number(0));
}

}  // namespace

// An index over all that are not over holds few rows, so that sorting them here costs little.
std::vector<ConversationRow> conversations(Connection& connection, const std::string& holder, const std::string& agent, std::size_t limit) {
    auto query = connection.query(
        "SELECT * FROM conversations WHERE holder <> 'nobody' AND (?1 = '' OR holder = ?1) AND (?2 = '' OR agent = ?2) "
        "ORDER BY priority, due IS NULL, due, coalesce(queued_at, opened_at), id LIMIT ?3");
    query.bind(holder, agent, std::min(limit, kMaxPage));
    std::vector<ConversationRow> rows;
    while (query.next()) rows.push_back(listed_row(query));
    return rows;
}

std::optional<ConversationRow> conversation_row(Connection& connection, const dialog::ConversationId& id) {
    auto query = connection.query("SELECT * FROM conversations WHERE id = ?");
    if (!query.bind(id).next()) return std::nullopt;
    return listed_row(query);
}

std::vector<TimerRow> timers(Connection& connection) {
    std::vector<TimerRow> rows;
    auto query = connection.query("SELECT c.id, t.name, t.due, t.generation FROM timers t JOIN conversations c USING (root) ORDER BY t.due, c.id, t.name");
    while (query.next()) rows.push_back({query.text(0), query.text(1), query.time(2), query.count(3)});
    return rows;
}

std::vector<JobRow> jobs(Connection& connection) {
    std::vector<JobRow> rows;
    auto query = connection.query("SELECT c.id, j.body FROM jobs j JOIN conversations c USING (root) ORDER BY c.id, j.id");
    while (query.next()) rows.push_back({query.text(0), decode_job(query.text(1))});
    return rows;
}

int failed_tries(Connection& connection, const std::string& identity, const std::string& visitor, Time since) {
    return std::max(tries_by(connection, "identity", identity, since), tries_by(connection, "visitor", visitor, since));
}

}  // namespace storage::queries
