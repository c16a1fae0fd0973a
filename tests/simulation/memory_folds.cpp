#include "tests/simulation/memory_folds.hpp"

#include "storage/digest.hpp"
#include "storage/listed.hpp"

#include <algorithm>
#include <tuple>

namespace simulation {
namespace {

using storage::ConversationRow;

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    return text;
}

bool contains(const std::string& text, const std::string& part) { return lower(text).find(lower(part)) != std::string::npos; }

bool is_open(const tickets::Ticket& ticket) { return ticket.status != tickets::Status::confirmed && ticket.status != tickets::Status::closed; }

auto queue_key(const ConversationRow& row) {
    const auto priority = static_cast<int>(tickets::priority_named(row.priority).value_or(tickets::Priority::medium));
    return std::tuple(priority, row.due.value_or(storage::Time::max()), row.queued_at.value_or(row.opened_at), row.id);
}

}  // namespace

void MemoryFolds::apply(const dialog::Turn& turn) {
    ++position_;
    apply_row(turn);
    auto& log = entries_[turn.conversation.id];
    log.insert(log.end(), turn.entries.begin(), turn.entries.end());
    for (const auto& effect : turn.effects) apply_effect(turn.conversation.id, effect);
}

void MemoryFolds::apply_row(const dialog::Turn& turn) {
    ConversationRow row = storage::listed(turn);
    if (const auto before = rows_.find(row.id); before != rows_.end()) {
        row.last_at = std::max(row.last_at, before->second.last_at);
        if (row.last_text.empty()) row.last_text = before->second.last_text;
    }
    rows_[row.id] = std::move(row);
}

void MemoryFolds::apply_effect(const ConversationId& id, const dialog::Effect& effect) {
    if (const auto* arm = std::get_if<dialog::ArmTimer>(&effect)) timers_[{id, arm->name}] = {id, arm->name, arm->due, arm->generation};
    if (const auto* drop = std::get_if<dialog::DropTimer>(&effect)) timers_.erase({id, drop->name});
    if (const auto* start = std::get_if<dialog::StartJob>(&effect)) jobs_[{id, start->id}] = {id, *start};
    if (const auto* finish = std::get_if<dialog::FinishJob>(&effect)) jobs_.erase({id, finish->id});
    if (const auto* tried = std::get_if<dialog::IdentityTried>(&effect)) tries_.push_back(*tried);
    if (const auto* changed = std::get_if<dialog::TicketChanged>(&effect)) {
        const auto it = std::find_if(tickets_.begin(), tickets_.end(), [&](const auto& each) { return each.number == changed->ticket.number; });
        if (it == tickets_.end()) tickets_.push_back(changed->ticket);
        else *it = changed->ticket;
        auto line = changed->line;
        line.ticket = changed->ticket.number;
        ticket_logs_[line.ticket].push_back(line);
    }
}

std::vector<dialog::Entry> MemoryFolds::visible_entries(const ConversationId& id, dialog::Seq after, std::size_t limit) const {
    std::vector<dialog::Entry> found;
    const auto log = entries_.find(id);
    if (log == entries_.end()) return found;
    for (const auto& entry : log->second) {
        if (found.size() >= std::min(limit, storage::kMaxPage)) break;
        if (entry.kind == dialog::EntryKind::message && entry.seq > after) found.push_back(entry);
    }
    return found;
}

std::vector<dialog::Entry> MemoryFolds::entries(const ConversationId& id, std::uint64_t after, std::size_t limit) const {
    const auto log = entries_.find(id);
    if (log == entries_.end() || after >= log->second.size()) return {};
    const auto from = log->second.begin() + static_cast<std::ptrdiff_t>(after);
    const auto count = std::min({limit, storage::kMaxPage, log->second.size() - static_cast<std::size_t>(after)});
    return {from, from + static_cast<std::ptrdiff_t>(count)};
}

std::vector<storage::CidRow> MemoryFolds::cids(const ConversationId& id) const {
    std::vector<storage::CidRow> rows;
    const auto log = entries_.find(id);
    if (log == entries_.end()) return rows;
    for (const auto& entry : log->second) {
        if (!entry.cid.empty()) rows.push_back({entry.cid, entry.seq, entry.position, storage::content_hash(entry.text), entry.from});
    }
    return rows;
}

std::vector<ConversationRow> MemoryFolds::conversations(const std::string& holder, const std::string& agent, std::size_t limit) const {
    std::vector<ConversationRow> found;
    for (const auto& [id, row] : rows_) {
        if (row.holder != "nobody" && (holder.empty() || row.holder == holder) && (agent.empty() || row.agent == agent)) found.push_back(row);
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return queue_key(a) < queue_key(b); });
    if (found.size() > std::min(limit, storage::kMaxPage)) found.resize(std::min(limit, storage::kMaxPage));
    return found;
}

std::optional<ConversationRow> MemoryFolds::conversation_row(const ConversationId& id) const {
    const auto row = rows_.find(id);
    return row == rows_.end() ? std::nullopt : std::optional(row->second);
}

std::vector<storage::TimerRow> MemoryFolds::timers() const {
    std::vector<storage::TimerRow> rows;
    for (const auto& [key, row] : timers_) rows.push_back(row);
    std::sort(rows.begin(), rows.end(),
              [](const auto& a, const auto& b) { return std::tie(a.due, a.conversation, a.name) < std::tie(b.due, b.conversation, b.name); });
    return rows;
}

std::vector<storage::JobRow> MemoryFolds::jobs() const {
    std::vector<storage::JobRow> rows;
    for (const auto& [key, row] : jobs_) rows.push_back(row);
    return rows;
}

std::optional<tickets::Ticket> MemoryFolds::ticket(const std::string& number) const {
    const auto it = std::find_if(tickets_.begin(), tickets_.end(), [&](const auto& each) { return each.number == number; });
    return it == tickets_.end() ? std::nullopt : std::optional(*it);
}

std::vector<tickets::Ticket> MemoryFolds::tickets(const storage::TicketFilter& filter, const std::map<std::string, std::string>& names) const {
    const auto has_text = [&](const tickets::Ticket& ticket) {
        const auto name = names.find(ticket.customer);
        return filter.text.empty() || contains(ticket.number, filter.text) || contains(ticket.summary, filter.text) ||
               contains(ticket.customer, filter.text) || (name != names.end() && contains(name->second, filter.text));
    };
    std::vector<tickets::Ticket> found;
    bool past = filter.before.empty();
    for (auto it = tickets_.rbegin(); it != tickets_.rend() && found.size() < std::min(filter.limit, storage::kMaxPage); ++it) {
        const bool fits = past && has_text(*it) && (filter.status.empty() || tickets::name(it->status) == filter.status) &&
                          (filter.customer.empty() || it->customer == filter.customer) && (filter.team.empty() || it->team == filter.team) &&
                          (!filter.open_only || is_open(*it));
        if (fits) found.push_back(*it);
        past = past || it->number == filter.before;
    }
    return found;
}

std::vector<tickets::LogLine> MemoryFolds::ticket_log(const std::string& number) const {
    const auto log = ticket_logs_.find(number);
    return log == ticket_logs_.end() ? std::vector<tickets::LogLine>{} : log->second;
}

int MemoryFolds::failed_tries(const std::string& identity, const std::string& visitor, storage::Time since) const {
    const auto count = [&](const auto& fits) { return static_cast<int>(std::count_if(tries_.begin(), tries_.end(), fits)); };
    const auto by_identity = count([&](const auto& each) { return !each.verified && each.at >= since && each.identity == identity; });
    const auto by_visitor = count([&](const auto& each) { return !visitor.empty() && !each.verified && each.at >= since && each.visitor == visitor; });
    return std::max(by_identity, by_visitor);
}

}  // namespace simulation
