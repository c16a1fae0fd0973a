#include "storage/conversation_log.hpp"

#include "storage/digest.hpp"
#include "storage/journal.hpp"

#include <algorithm>

namespace storage {

ConversationLog::ConversationLog(Connection& connection, const dialog::ConversationId& id, std::optional<std::uint64_t> unfolded)
    : connection_(connection), one_moment_(connection.database()) {
    auto query = connection_.query("SELECT root, last FROM conversations WHERE id = ?");
    if (query.bind(id).next()) {
        root_ = query.count(0);
        folded_ = query.count(1);
    }
    last_ = std::max(folded_, unfolded.value_or(0));
}

std::optional<dialog::Conversation> ConversationLog::conversation() const {
    if (last_ == 0) return std::nullopt;
    return turn_of(connection_, row_at(connection_, last_)).conversation;
}

std::vector<TurnPlace> ConversationLog::places() const {
    std::vector<TurnPlace> all;
    {
        auto query = connection_.query("SELECT places FROM turns WHERE root = ? ORDER BY chunk");
        query.bind(root_);
        while (query.next())
            for (auto& place : decode_places(query.text(0), root_)) all.push_back(std::move(place));
    }
    const auto folded = static_cast<std::ptrdiff_t>(all.size());
    for (auto position = last_; position > folded_;) {
        auto query = connection_.query("SELECT before, entries, seq FROM journal WHERE position = ?");
        if (!query.bind(position).next()) throw StoreError("the journal has no row " + std::to_string(position));
        all.push_back({position, query.count(1), query.count(2), {}});
        position = query.count(0);
    }
    std::reverse(all.begin() + folded, all.end());
    return all;
}

std::vector<dialog::Entry> ConversationLog::entries_of(const std::function<bool(const TurnPlace&)>& has_some,
                                                       const std::function<bool(const dialog::Entry&)>& wanted, std::size_t limit) const {
    std::vector<dialog::Entry> found;
    for (const auto& place : places()) {
        if (!has_some(place)) continue;
        const auto row = row_at(connection_, place.position);
        for (auto& entry : decode_entries(decode_body(row.body).moving)) {
            if (found.size() == limit) return found;
            if (wanted(entry)) found.push_back(std::move(entry));
        }
    }
    return found;
}

std::vector<dialog::Entry> ConversationLog::entries(std::uint64_t after, std::size_t limit) const {
    return entries_of([&](const TurnPlace& place) { return place.entries > after; },
                      [&](const dialog::Entry& entry) { return entry.position > after; }, std::min(limit, kMaxPage));
}

std::vector<dialog::Entry> ConversationLog::visible_entries(dialog::Seq after, std::size_t limit) const {
    return entries_of([&](const TurnPlace& place) { return place.seq > after; },
                      [&](const dialog::Entry& entry) { return entry.kind == dialog::EntryKind::message && entry.seq > after; },
                      std::min(limit, kMaxPage));
}

std::vector<CidRow> ConversationLog::cids() const {
    std::vector<CidRow> rows;
    for (const auto& entry : entries_of([](const TurnPlace&) { return true; }, [](const dialog::Entry& each) { return !each.cid.empty(); }, SIZE_MAX))
        rows.push_back({entry.cid, entry.seq, entry.position, content_hash(entry.text), entry.from});
    return rows;
}

}  // namespace storage
