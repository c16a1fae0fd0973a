#include "tests/storage/talk.hpp"

#include <gtest/gtest.h>

namespace storage::support {

Talk::Talk(std::string id) {
    committed_.id = std::move(id);
    committed_.channel = "web";
    committed_.locale = "en";
    committed_.visitor = "visitor-" + committed_.id;
    committed_.opened_at = kNoon;
    forget();
}

Talk::Talk(dialog::Conversation conversation) : committed_(std::move(conversation)) { forget(); }

dialog::Entry& Talk::append(dialog::From from, const std::string& text, dialog::EntryKind kind) {
    auto& counted = draft.conversation;
    dialog::Entry entry;
    entry.position = ++counted.positions;
    if (kind == dialog::EntryKind::message) ++counted.last_seq;
    entry.seq = counted.last_seq;
    entry.kind = kind;
    entry.from = from;
    entry.text = text;
    entry.at = now;
    return draft.entries.emplace_back(std::move(entry));
}

Talk& Talk::customer(const std::string& text, const std::string& cid) {
    append(dialog::From::customer, text).cid = cid;
    return *this;
}

Talk& Talk::bot(const std::string& text) {
    append(dialog::From::bot, text);
    return *this;
}

Talk& Talk::agent(const std::string& text, const std::string& cid) {
    append(dialog::From::agent, text).cid = cid;
    return *this;
}

Talk& Talk::system(const std::string& text) {
    append(dialog::From::system, text);
    return *this;
}

Talk& Talk::note(const std::string& text) {
    append(dialog::From::agent, text, dialog::EntryKind::note);
    return *this;
}

Talk& Talk::opens_ticket(const std::string& summary) {
    tickets::Ticket ticket;
    ticket.number = dialog::kTicketNumberMark;
    ticket.conversation = draft.conversation.id;
    ticket.summary = summary;
    ticket.subcategory = "not_cooling";
    ticket.opened_at = now;
    ticket.due = {now + std::chrono::minutes{30}, now + std::chrono::hours{24}};
    draft.conversation.tickets.push_back(ticket);
    draft.conversation.ticket_open = true;
    draft.effects.push_back(dialog::TicketChanged{ticket, {ticket.number, now, "bot", "opened", summary}});
    return bot("Your number is " + ticket.number + ".");
}

tickets::Ticket& Talk::last_ticket() {
    EXPECT_FALSE(draft.conversation.tickets.empty());
    return draft.conversation.tickets.back();
}

Talk& Talk::ticket_goes(tickets::Status status) {
    auto& ticket = last_ticket();
    ticket.status = status;
    draft.effects.push_back(dialog::TicketChanged{ticket, {ticket.number, now, "a1", "status", std::string(tickets::name(status))}});
    return *this;
}

Talk& Talk::arms(const std::string& timer, dialog::Time due, std::uint64_t generation) {
    draft.conversation.timers[timer] = {due, generation};
    draft.effects.push_back(dialog::ArmTimer{timer, due, generation});
    return *this;
}

Talk& Talk::drops(const std::string& timer) {
    draft.conversation.timers.erase(timer);
    draft.effects.push_back(dialog::DropTimer{timer});
    return *this;
}

Talk& Talk::starts_job(std::uint64_t id, const std::string& actor) {
    draft.effects.push_back(dialog::StartJob{id, actor, {{"order_no", "20240512001"}}, now});
    return *this;
}

Talk& Talk::finishes_job(std::uint64_t id) {
    draft.effects.push_back(dialog::FinishJob{id});
    return *this;
}

Talk& Talk::fails_identity(const std::string& identity, dialog::Time at) {
    draft.effects.push_back(dialog::IdentityTried{identity, draft.conversation.visitor, false, at});
    return *this;
}

Talk& Talk::waits(dialog::Time since, const std::string& reason) {
    draft.conversation.holder = {dialog::Holder::Kind::queue, {}, {}, {}};
    draft.conversation.queued_at = since;
    draft.conversation.queue_reason = reason;
    return *this;
}

Talk& Talk::held_by(const std::string& agent) {
    draft.conversation.holder = {dialog::Holder::Kind::agent, agent, "Agent " + agent, "007"};
    draft.conversation.queued_at.reset();
    return *this;
}

Talk& Talk::ends() {
    draft.conversation.holder = {dialog::Holder::Kind::nobody, {}, {}, {}};
    return *this;
}

dialog::Turn Talk::turn() const {
    auto turn = draft;
    ++turn.conversation.version;
    return turn;
}

void Talk::became(const dialog::Conversation& conversation) {
    committed_ = conversation;
    forget();
}

void Talk::forget() {
    draft = {};
    draft.conversation = committed_;
}

}  // namespace storage::support
