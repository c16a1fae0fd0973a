#include "storage/ticket_queries.hpp"

#include "storage/codec.hpp"

#include <algorithm>

namespace storage::queries {

namespace {

// A pattern that finds `text` anywhere, its own wildcards taken as they stand. Empty for empty.
std::string containing(std::string_view text) {
    if (text.empty()) return {};
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern + '%';
}

// Only the terms that are asked for: one that fits no customer as well as any would read every ticket there is, and SQLite prepares a statement with
// LIKE anew each time its pattern is bound.
std::string search(const TicketFilter& filter) {
    std::string sql = "SELECT body FROM tickets WHERE ";
    sql += filter.customer.empty() ? "?3 = ''" : "customer = ?3 AND customer <> ''";
    if (!filter.text.empty()) {
        sql += " AND (number LIKE ?1 ESCAPE '\\' OR summary LIKE ?1 ESCAPE '\\' OR customer LIKE ?1 ESCAPE '\\' "
               "OR customer IN (SELECT id FROM customers WHERE name LIKE ?1 ESCAPE '\\'))";
    }
    return sql + " AND (?2 = '' OR status = ?2) AND (?4 = '' OR team = ?4) AND (?5 = 0 OR status NOT IN ('confirmed', 'closed')) "
                 "AND (?6 = '' OR opened < (SELECT opened FROM tickets WHERE number = ?6)) ORDER BY opened DESC LIMIT ?7";
}

}  // namespace

std::optional<tickets::Ticket> ticket(Connection& connection, const std::string& number) {
    auto query = connection.query("SELECT body FROM tickets WHERE number = ?");
    if (!query.bind(number).next()) return std::nullopt;
    return decode_ticket(query.text(0));
}

std::vector<tickets::Ticket> tickets(Connection& connection, const TicketFilter& filter) {
    std::vector<tickets::Ticket> found;
    auto query = connection.query(search(filter));
    query.bind(containing(filter.text), filter.status, filter.customer, filter.team, filter.open_only, filter.before,
               std::min(filter.limit, kMaxPage));
    while (query.next()) found.push_back(decode_ticket(query.text(0)));
    return found;
}

std::vector<tickets::LogLine> ticket_log(Connection& connection, const std::string& number) {
    std::vector<tickets::LogLine> lines;
    auto query = connection.query("SELECT at, who, what, detail FROM ticket_log WHERE ticket = ? ORDER BY position, line");
    query.bind(number);
    while (query.next()) lines.push_back({number, query.time(0), query.text(1), query.text(2), query.text(3)});
    return lines;
}

}  // namespace storage::queries
