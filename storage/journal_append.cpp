#include "storage/digest.hpp"
#include "storage/journal.hpp"

#include <algorithm>
#include <stdexcept>

namespace storage {

namespace {

constexpr std::size_t kMaxTurnsRemembered = 500;  // at a time, after a failed transaction

// Entries continue the conversation's numbers without a gap (what customers and agents resume by). Empty when they do.
std::string numbering_fault(const dialog::Turn& turn, std::uint64_t position, dialog::Seq seq) {
    for (const auto& entry : turn.entries) {
        if (entry.kind == dialog::EntryKind::message) ++seq;
        if (entry.position != ++position || entry.seq != seq) return "entry " + std::to_string(entry.position) + " is out of order";
    }
    if (turn.conversation.positions != position || turn.conversation.last_seq != seq) return "the conversation counts other entries";
    return {};
}

std::string turn_fault(const dialog::Turn& turn) {
    if (!turn.refused.empty()) return "refused: " + turn.refused;
    if (turn.conversation.id.empty()) return "no conversation";
    if (turn.conversation.version == 0) return "no version";
    return {};
}

Time opened_at(const dialog::Turn& turn) {
    for (const auto& effect : turn.effects) {
        const auto* changed = std::get_if<dialog::TicketChanged>(&effect);
        if (changed && changed->ticket.number == dialog::kTicketNumberMark) return changed->ticket.opened_at;
    }
    throw std::logic_error("the turn opens no ticket");
}

std::string date(std::chrono::year_month_day day) { return tickets::format_number("", day, 0).substr(0, 8); }

// True when a message of the turn is among `known`, or twice in the turn. The turn's own are added to `known` only when not.
bool is_repeat(const dialog::Turn& turn, std::vector<std::uint64_t>& known) {
    const auto before = known.size();
    for (const auto& entry : turn.entries) {
        if (entry.cid.empty()) continue;
        const auto key = cid_key(entry);
        if (std::find(known.begin(), known.end(), key) != known.end()) {
            known.resize(before);
            return true;
        }
        known.push_back(key);
    }
    return false;
}

}  // namespace

Journal::Journal(Connection& connection, Numbering numbering) : connection_(connection), numbering_(std::move(numbering)) {
    auto query = connection_.query("SELECT coalesce(max(position), 0) FROM journal");
    query.next();
    position_ = query.count(0);
}

void Journal::transaction_began() { now_ = numbering_.now(); }

void Journal::transaction_failed(std::uint64_t folded) {
    heads_.clear();
    heads_bytes_ = 0;
    position_ = folded;
    for (;;) {
        const auto turns = turns_after(connection_, position_, kMaxTurnsRemembered);
        if (turns.empty()) return;
        for (const auto& [position, root, turn] : turns) {
            auto& head = head_of(turn.conversation.id);
            is_repeat(turn, head.cids);
            const auto& now = turn.conversation;
            head.root = root;
            head.position = position_ = position;
            head.version = now.version;
            head.entries = now.positions;
            head.seq = now.last_seq;
            head.hash = row_at(connection_, position).hash;
        }
    }
}

void Journal::all_is_folded() {
    if (heads_.size() <= kMaxHeads && heads_bytes_ <= kMaxHeadBytes) return;
    heads_.clear();
    heads_bytes_ = 0;
}

Journal::Head& Journal::head_of(const dialog::ConversationId& id) {
    auto [at, missing] = heads_.try_emplace(id);
    if (missing) read_head(id, at->second);
    return at->second;
}

void Journal::read_head(const dialog::ConversationId& id, Head& head) {
    auto query = connection_.query(
        "SELECT c.root, c.last, j.version, j.entries, j.seq, j.hash FROM conversations c JOIN journal j ON j.position = c.last WHERE c.id = ?");
    if (!query.bind(id).next()) return;
    head.root = query.count(0);
    head.position = query.count(1);
    head.version = query.count(2);
    head.entries = query.count(3);
    head.seq = query.count(4);
    head.hash = query.text(5);
    auto chunks = connection_.query("SELECT places FROM turns WHERE root = ? ORDER BY chunk");
    chunks.bind(head.root);
    while (chunks.next())
        for (const auto& place : decode_places(chunks.text(0), head.root)) head.cids.insert(head.cids.end(), place.cids.begin(), place.cids.end());
}

// Everything that can fail comes before the serial is written, so that a turn that fails leaves no gap.
void Journal::give_number(dialog::Turn& turn, TurnBytes& bytes) {
    const auto day = numbering_.local_day(opened_at(turn));
    unsigned serial = 1;
    {
        auto query = connection_.query("SELECT last FROM ticket_serials WHERE day = ?");
        if (query.bind(date(day)).next()) serial = static_cast<unsigned>(query.number(0)) + 1;
    }
    dialog::number_ticket(turn, tickets::format_number(numbering_.prefix, day, serial));
    bytes = encode(turn);
    connection_.query("INSERT INTO ticket_serials VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET last = excluded.last")
        .bind(date(day), serial)
        .run();
}

// Parts that are as they were are left to the rows that have them.
void Journal::leave_parts(Head& head, TurnBytes& bytes, std::array<std::uint64_t, kParts>& back) {
    bool changed = false;
    for (std::size_t i = 0; i < kParts; ++i) {
        if (head.parts_at[i] != 0 && head.parts.part(i) == bytes.part(i)) {
            back[i] = position_ + 1 - head.parts_at[i];
        } else {
            head.parts_at[i] = position_ + 1;
            changed = true;
        }
    }
    if (!changed) return;
    heads_bytes_ += bytes.ends.back() - head.parts.bytes.size();
    head.parts.bytes.assign(bytes.bytes, 0, bytes.ends.back());
    head.parts.ends = bytes.ends;
}

Journal::Appended Journal::insert(Head& head, const dialog::Turn& turn, TurnBytes& bytes) {
    const auto& now = turn.conversation;
    std::array<std::uint64_t, kParts> back{};
    leave_parts(head, bytes, back);
    JournalRow row{position_ + 1, head.root ? head.root : position_ + 1, head.position, now.version, now_, now.positions, now.last_seq, {}, {}};
    row.body = encode_body(bytes, back);
    row.hash = row_hash(head.hash, row);
    connection_.query("INSERT INTO journal (position, root, before, version, at, entries, seq, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(row.position, row.root, row.before, row.version, row.at, row.entries, row.seq, Blob{row.hash}, Blob{row.body})
        .run();
    head.root = row.root;
    head.position = row.position;
    head.version = row.version;
    head.entries = row.entries;
    head.seq = row.seq;
    head.hash = std::move(row.hash);
    ++position_;
    return {CommitStatus::committed, {}, row.position, row.root};
}

Journal::Appended Journal::append(dialog::Turn& turn, TurnBytes& bytes) {
    const auto invalid = [](std::string fault) { return Appended{CommitStatus::invalid, std::move(fault), 0, 0}; };
    if (auto fault = turn_fault(turn); !fault.empty()) return invalid(std::move(fault));
    if (bytes.bytes.size() > kMaxTurnBytes) return invalid("the turn has " + std::to_string(bytes.bytes.size()) + " bytes");
    auto& head = head_of(turn.conversation.id);
    const auto known = head.cids.size();
    if (is_repeat(turn, head.cids)) return {CommitStatus::duplicate, {}, 0, 0};
    auto refused = [&](Appended appended) {
        head.cids.resize(known);
        return appended;
    };
    if (turn.conversation.version != head.version + 1) return refused({CommitStatus::conflict, {}, 0, 0});
    if (auto fault = numbering_fault(turn, head.entries, head.seq); !fault.empty()) return refused(invalid(std::move(fault)));
    try {
        if (opens_ticket(turn)) give_number(turn, bytes);
    } catch (const SQLite::Exception&) {
        throw;  // the transaction's fault, not the turn's
    } catch (const std::exception& error) {
        return refused(invalid(error.what()));
    }
    return insert(head, turn, bytes);
}

}  // namespace storage
