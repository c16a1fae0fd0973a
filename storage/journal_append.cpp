#include "storage/codec.hpp"
#include "storage/digest.hpp"
#include "storage/journal.hpp"

#include <stdexcept>

namespace storage {

namespace {

std::string cid_key(const dialog::ConversationId& id, const dialog::Entry& entry) {
    return id + '\0' + std::string(name(entry.from)) + '\0' + entry.cid;
}

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

}  // namespace

Journal::Journal(Connection& connection, Numbering numbering) : connection_(connection), numbering_(std::move(numbering)) {
    transaction_failed();
}

void Journal::transaction_began() {
    cids_.clear();
    if (heads_.size() > kMaxHeads) heads_.clear();
}

void Journal::transaction_failed() {
    heads_.clear();
    cids_.clear();
    auto query = connection_.query("SELECT coalesce(max(position), 0) FROM journal");
    query.next();
    position_ = query.count(0);
}

Journal::Head& Journal::head_of(const dialog::ConversationId& id) {
    auto [at, missing] = heads_.try_emplace(id);
    if (!missing) return at->second;
    auto query = connection_.query("SELECT version, entries, seq, hash FROM journal WHERE conversation = ? ORDER BY version DESC LIMIT 1");
    if (query.bind(id).next()) at->second = {query.count(0), query.count(1), query.count(2), query.text(3)};
    return at->second;
}

// True when a message of the turn is in the log already, or twice in the turn.
bool Journal::is_known(const dialog::Turn& turn) {
    std::unordered_set<std::string> own;
    for (const auto& entry : turn.entries) {
        if (entry.cid.empty()) continue;
        const auto key = cid_key(turn.conversation.id, entry);
        if (cids_.contains(key) || !own.insert(key).second) return true;
        auto query = connection_.query("SELECT 1 FROM cids WHERE conversation = ? AND author = ? AND cid = ?");
        if (query.bind(turn.conversation.id, name(entry.from), entry.cid).next()) return true;
    }
    return false;
}

// Everything that can fail comes before the serial is written, so that a turn that fails leaves no gap.
void Journal::give_number(dialog::Turn& turn, std::string& body) {
    const auto day = numbering_.local_day(opened_at(turn));
    unsigned serial = 1;
    {
        auto query = connection_.query("SELECT last FROM ticket_serials WHERE day = ?");
        if (query.bind(date(day)).next()) serial = static_cast<unsigned>(query.number(0)) + 1;
    }
    dialog::number_ticket(turn, tickets::format_number(numbering_.prefix, day, serial));
    body = encode(turn);
    connection_.query("INSERT INTO ticket_serials VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET last = excluded.last")
        .bind(date(day), serial)
        .run();
}

Journal::Appended Journal::insert(Head& head, const dialog::Turn& turn, const std::string& body) {
    const auto& now = turn.conversation;
    JournalRow row{position_ + 1, now.id, now.version, numbering_.now(), now.positions, now.last_seq, {}, {}};
    row.body = body;
    row.hash = row_hash(head.hash, row);
    connection_.query("INSERT INTO journal (position, conversation, version, at, entries, seq, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .bind(row.position, row.conversation, row.version, row.at, row.entries, row.seq, Blob{row.hash}, Blob{row.body})
        .run();
    head = {row.version, row.entries, row.seq, std::move(row.hash)};
    for (const auto& entry : turn.entries)
        if (!entry.cid.empty()) cids_.insert(cid_key(now.id, entry));
    return {CommitStatus::committed, {}, ++position_};
}

Journal::Appended Journal::append(dialog::Turn& turn, std::string& body) {
    const auto invalid = [](std::string fault) { return Appended{CommitStatus::invalid, std::move(fault), 0}; };
    if (auto fault = turn_fault(turn); !fault.empty()) return invalid(std::move(fault));
    if (body.size() > kMaxTurnBytes) return invalid("the turn has " + std::to_string(body.size()) + " bytes");
    if (is_known(turn)) return {CommitStatus::duplicate, {}, 0};
    auto& head = head_of(turn.conversation.id);
    if (turn.conversation.version != head.version + 1) return {CommitStatus::conflict, {}, 0};
    if (auto fault = numbering_fault(turn, head.entries, head.seq); !fault.empty()) return invalid(std::move(fault));
    try {
        if (opens_ticket(turn)) give_number(turn, body);
    } catch (const SQLite::Exception&) {
        throw;  // the transaction's fault, not the turn's
    } catch (const std::exception& error) {
        return invalid(error.what());
    }
    return insert(head, turn, body);
}

}  // namespace storage
