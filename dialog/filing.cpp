#include "dialog/filing.hpp"

#include "dialog/engine.hpp"

#include <algorithm>

namespace dialog {

namespace {

std::map<std::string, std::string> facts_of(const Conversation& conversation) {
    std::map<std::string, std::string> out;
    for (const auto& [name, slot] : conversation.slots)
        if (!slot.value.empty()) out[name] = slot.value;
    if (!conversation.issue.emotion.empty()) out["emotion"] = conversation.issue.emotion;
    return out;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& line : lines) out += (out.empty() ? "" : "\n") + line;
    return out;
}

void fill_issue(Draft& draft, tickets::Ticket& ticket) {
    const auto& now = draft.conversation();
    ticket.category = now.issue.category;
    ticket.subcategory = now.issue.subcategory;
    if (const auto* filed = draft.issue_class()) ticket.team = filed->team;
    ticket.priority = issue_priority(draft);
    ticket.summary = now.issue.text;
    ticket.facts = facts_of(now);
    ticket.findings = now.issue.findings;
    ticket.risks = now.issue.risks;
    ticket.explanation = joined(now.issue.evidence);
    ticket.due = tickets::deadlines(draft.desk.clocks, draft.desk.calendar, ticket.priority, ticket.opened_at);
}

void record(Draft& draft, const tickets::Ticket& ticket, const std::string& who, const std::string& what, const std::string& detail) {
    draft.turn.effects.push_back(TicketChanged{ticket, {ticket.number, draft.around.now, who, what, detail}});
}

tickets::Ticket* find_ticket(Conversation& conversation, const std::string& number) {
    const auto it = std::find_if(conversation.tickets.begin(), conversation.tickets.end(), [&](const auto& ticket) { return ticket.number == number; });
    return it == conversation.tickets.end() ? nullptr : &*it;
}

void edit_class(Draft& draft, tickets::Ticket& ticket, const TicketEdited& edit, const intents::Class& wanted) {
    draft.turn.effects.push_back(ClassCorrected{ticket.number, ticket.summary, ticket.subcategory, wanted.subcategory, edit.agent.id, draft.around.now});
    const auto from = ticket.subcategory;
    ticket.category = wanted.category;
    ticket.subcategory = wanted.subcategory;
    ticket.team = wanted.team;
    record(draft, ticket, edit.agent.id, "class", from + " -> " + wanted.subcategory);
}

void edit_priority(Draft& draft, tickets::Ticket& ticket, const TicketEdited& edit, tickets::Priority wanted) {
    const auto from = ticket.priority;
    ticket.priority = wanted;
    ticket.due = tickets::deadlines(draft.desk.clocks, draft.desk.calendar, wanted, ticket.opened_at);
    record(draft, ticket, edit.agent.id, "priority", std::string(name(from)) + " -> " + std::string(name(wanted)));
}

void edit_status(Draft& draft, tickets::Ticket& ticket, const TicketEdited& edit, tickets::Status wanted) {
    const auto from = ticket.status;
    ticket.status = wanted;
    if (wanted == tickets::Status::solved) ticket.solved_at = draft.around.now;
    if (wanted == tickets::Status::closed) ticket.closed_at = draft.around.now;
    if (wanted == tickets::Status::reopened) ticket.solved_at = ticket.closed_at = std::nullopt;
    record(draft, ticket, edit.agent.id, "status", std::string(name(from)) + " -> " + std::string(name(wanted)));
}

}  // namespace

tickets::Priority issue_priority(const Draft& draft) {
    const auto& now = draft.conversation();
    const auto* filed = draft.issue_class();
    const bool grave = filed && (filed->kind == intents::ClassKind::fault || filed->kind == intents::ClassKind::complaint);
    if (now.identity.tier == "vip" && grave) return tickets::Priority::urgent;
    return tickets::priority_named(now.issue.priority).value_or(tickets::Priority::medium);
}

void open_ticket(Draft& draft, bool confirmed) {
    auto& now = draft.conversation();
    if (now.ticket_open) return;
    tickets::Ticket ticket;
    ticket.number = kTicketNumberMark;
    ticket.conversation = now.id;
    ticket.channel = now.channel;
    ticket.locale = now.locale;
    ticket.customer = now.identity.customer;
    ticket.verified = now.identity.level == Identity::Level::verified;
    ticket.clock_policy = draft.desk.clocks.id;
    ticket.opened_at = draft.around.now;
    fill_issue(draft, ticket);
    if (now.tickets.size() == kMaxTickets) now.tickets.erase(now.tickets.begin());
    now.tickets.push_back(ticket);
    now.ticket_open = true;
    if (now.holder.kind == Holder::Kind::queue) now.queue_team = ticket.team;
    record(draft, ticket, "bot", "opened", confirmed ? "confirmed" : "unconfirmed");
}

void change_ticket(Draft& draft, const std::string& who, const std::string& what, const std::string& detail,
                   const std::function<void(tickets::Ticket&)>& change) {
    auto& now = draft.conversation();
    if (!now.current_ticket()) return;
    auto& ticket = now.tickets.back();
    const auto before = ticket;
    change(ticket);
    if (ticket != before) record(draft, ticket, who, what, detail);
}

void update_ticket(Draft& draft) {
    change_ticket(draft, "bot", "updated", {}, [&](tickets::Ticket& ticket) { fill_issue(draft, ticket); });
}

std::string edit_ticket(Draft& draft, const TicketEdited& edit) {
    auto* ticket = find_ticket(draft.conversation(), edit.ticket);
    if (!ticket) return "unknown_ticket";
    const auto* wanted_class = edit.subcategory.empty() ? nullptr : draft.find_class(edit.subcategory);
    const auto priority = tickets::priority_named(edit.priority);
    const auto status = tickets::status_named(edit.status);
    if (!edit.subcategory.empty() && !wanted_class) return "bad_value";
    if (!edit.priority.empty() && !priority) return "bad_value";
    if (!edit.status.empty() && (!status || (*status != ticket->status && !tickets::may_go(ticket->status, *status)))) return "bad_value";
    if (wanted_class && wanted_class->subcategory != ticket->subcategory) edit_class(draft, *ticket, edit, *wanted_class);
    if (priority && *priority != ticket->priority) edit_priority(draft, *ticket, edit, *priority);
    if (status && *status != ticket->status) edit_status(draft, *ticket, edit, *status);
    return {};
}

}  // namespace dialog
