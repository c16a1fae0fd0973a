#include "storage/journal.hpp"

#include "storage/digest.hpp"

namespace storage {

namespace {

std::uint64_t milliseconds(Time time) { return static_cast<std::uint64_t>(time.time_since_epoch().count()); }

void require_hash(const JournalRow& row, const std::string& hash_before) {
    if (row.hash != row_hash(hash_before, row))
        throw StoreError("journal row " + std::to_string(row.position) + " does not match its hash: it was changed, or the row before it was");
}

// The row that has a part of `row`, for which it must be an earlier one of the same conversation.
JournalRow row_with_part(Connection& connection, const JournalRow& row, std::uint64_t back) {
    if (back >= row.position) throw StoreError("journal row " + std::to_string(row.position) + " refers to no row");
    auto found = row_at(connection, row.position - back);
    if (found.root != row.root) throw StoreError("journal row " + std::to_string(row.position) + " refers to another conversation");
    return found;
}

}  // namespace

std::string row_hash(const std::string& hash_before, const JournalRow& row) {
    return Digest().add(hash_before).add({row.root, row.before, row.version, milliseconds(row.at), row.entries, row.seq}).add(row.body).finish();
}

JournalRow read_row(const Query& query) {
    return {query.count(0), query.count(1), query.count(2), query.count(3), query.time(4), query.count(5), query.count(6), query.text(7), query.text(8)};
}

JournalRow row_at(Connection& connection, std::uint64_t position) {
    auto query = connection.query(
        "SELECT j.position, j.root, j.before, j.version, j.at, j.entries, j.seq, j.hash, j.body, "
        "coalesce((SELECT p.hash FROM journal p WHERE p.position = j.before), '') FROM journal j WHERE j.position = ?");
    if (!query.bind(position).next()) throw StoreError("the journal has no row " + std::to_string(position));
    auto row = read_row(query);
    require_hash(row, query.text(9));
    return row;
}

dialog::Turn turn_of(Connection& connection, const JournalRow& row) {
    auto body = decode_body(row.body);
    std::array<JournalRow, kParts> others;
    for (std::size_t i = 0; i < kParts; ++i) {
        if (body.back[i] == 0) continue;
        others[i] = row_with_part(connection, row, body.back[i]);
        const auto other = decode_body(others[i].body);
        if (other.back[i] != 0) throw StoreError("journal row " + std::to_string(others[i].position) + " lacks what a later one left to it");
        body.parts[i] = other.parts[i];
    }
    return decode_turn(body.parts, body.moving);
}

std::vector<JournalTurn> turns_after(Connection& connection, std::uint64_t position, std::size_t limit) {
    std::vector<JournalTurn> turns;
    auto query = connection.query(
        "SELECT j.position, j.root, j.before, j.version, j.at, j.entries, j.seq, j.hash, j.body, "
        "coalesce((SELECT p.hash FROM journal p WHERE p.position = j.before), '') FROM journal j WHERE j.position > ? "
        "ORDER BY j.position LIMIT ?");
    query.bind(position, limit);
    while (query.next()) {
        const auto row = read_row(query);
        require_hash(row, query.text(9));
        turns.push_back({row.position, row.root, turn_of(connection, row)});
    }
    return turns;
}

}  // namespace storage
