#include "storage/journal.hpp"

#include "storage/codec.hpp"
#include "storage/digest.hpp"

namespace storage {

namespace {

std::uint64_t milliseconds(Time time) { return static_cast<std::uint64_t>(time.time_since_epoch().count()); }

struct Linked {
    JournalRow row;
    std::string hash_before;
};

// Of a query made with `linked_rows`: the row, and the hash of the row before it.
Linked linked_row(const Query& query) {
    return {{query.count(0), query.text(1), query.count(2), query.time(3), query.count(4), query.count(5), query.text(6), query.text(7)},
            query.text(8)};
}

constexpr std::string_view kLinkedRows =
    "SELECT j.position, j.conversation, j.version, j.at, j.entries, j.seq, j.hash, j.body, coalesce("
    "(SELECT p.hash FROM journal p WHERE p.conversation = j.conversation AND p.version = j.version - 1), '') FROM journal j ";

std::string linked_rows(std::string_view condition) { return std::string(kLinkedRows) + std::string(condition); }

}  // namespace

std::string row_hash(const std::string& hash_before, const JournalRow& row) {
    return Digest().add(hash_before).add(row.conversation).add(row.version).add(milliseconds(row.at)).add(row.entries).add(row.seq)
        .add(row.body).finish();
}

dialog::Turn open_row(const JournalRow& row, const std::string& hash_before) {
    if (row.hash != row_hash(hash_before, row))
        throw StoreError("journal row " + std::to_string(row.position) + " does not match its hash: it was changed, or the row before it was");
    return decode_turn(row.body);
}

std::optional<dialog::Turn> last_turn(Connection& connection, const dialog::ConversationId& id) {
    auto query = connection.query(linked_rows("WHERE j.conversation = ? ORDER BY j.version DESC LIMIT 1"));
    if (!query.bind(id).next()) return std::nullopt;
    const auto last = linked_row(query);
    return open_row(last.row, last.hash_before);
}

std::vector<JournalTurn> turns_after(Connection& connection, std::uint64_t position, std::size_t limit) {
    std::vector<JournalTurn> turns;
    auto query = connection.query(linked_rows("WHERE j.position > ? ORDER BY j.position LIMIT ?"));
    query.bind(position, limit);
    while (query.next()) {
        const auto next = linked_row(query);
        turns.push_back({next.row.position, open_row(next.row, next.hash_before)});
    }
    return turns;
}

}  // namespace storage
