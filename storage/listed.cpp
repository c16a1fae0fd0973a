#include "storage/listed.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace storage {

namespace {

// At most kPreviewBytes of the text, no character cut in two.
std::string preview(std::string_view text) {
    if (text.size() <= kPreviewBytes) return std::string(text);
    auto end = kPreviewBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return std::string(text.substr(0, end));
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

std::string subject_of(const dialog::Conversation& now) {
    const auto* ticket = now.current_ticket();
    if (ticket && !ticket->subcategory.empty()) return ticket->subcategory;
    return now.issue.subcategory.empty() ? preview(first_line(now.issue.text)) : now.issue.subcategory;
}

std::optional<Time> due_of(const tickets::Ticket& ticket) {
    if (ticket.solved_at || ticket.closed_at) return std::nullopt;
    return ticket.first_response_at ? ticket.due.solution : ticket.due.first_response;
}

}  // namespace

ConversationRow listed(const dialog::Turn& turn) {
    Time last_at = turn.conversation.opened_at;
    std::string last_text;
    note_last(turn.entries, last_at, last_text);
    return listed(turn.conversation, last_at, std::move(last_text));
}

ConversationRow listed(const dialog::Conversation& now, Time last_at, std::string last_text) {
    ConversationRow row;
    row.id = now.id;
    row.channel = now.channel;
    row.locale = now.locale;
    row.holder = name(now.holder.kind);
    row.agent = now.holder.agent;
    row.agent_name = now.holder.agent_name;
    row.subject = subject_of(now);
    row.customer_name = now.identity.customer_name;
    row.queue_reason = now.queue_reason;
    row.team = now.queue_team;
    row.opened_at = now.opened_at;
    row.last_at = last_at;
    row.last_text = std::move(last_text);
    row.queued_at = now.queued_at;
    if (const auto* ticket = now.current_ticket()) {
        row.ticket = ticket->number;
        row.due = due_of(*ticket);
        if (row.team.empty()) row.team = ticket->team;
    }
    row.priority = name(now.current_ticket() ? now.current_ticket()->priority : tickets::Priority::medium);
    return row;
}

void note_last(const std::vector<dialog::Entry>& entries, Time& last_at, std::string& last_text) {
    for (const auto& entry : entries) {
        if (entry.kind != dialog::EntryKind::message) continue;
        last_at = entry.at;
        if (entry.from != dialog::From::system) last_text = preview(entry.text);  // what somebody said, not a word on the queue
    }
}

}  // namespace storage
