// How each domain type is laid out in bytes, in the order of its members; included by codec.cpp alone. The bindings name every
// member, so that a type that has got a new one does not compile until somebody has decided here how old bytes are read: raise
// kLayout, and let an archive pass the new member only `if (archive.layout >= n)`.
#pragma once

#include "dialog/turn.hpp"
#include "storage/archive.hpp"

namespace storage {

template <> inline constexpr auto kLast<tickets::Priority> = tickets::Priority::low;
template <> inline constexpr auto kLast<tickets::Status> = tickets::Status::reopened;
template <> inline constexpr auto kLast<dialog::From> = dialog::From::system;
template <> inline constexpr auto kLast<dialog::EntryKind> = dialog::EntryKind::note;
template <> inline constexpr auto kLast<dialog::Holder::Kind> = dialog::Holder::Kind::nobody;
template <> inline constexpr auto kLast<dialog::Identity::Level> = dialog::Identity::Level::verified;

template <>
struct Layout<tickets::Deadlines> {
    static void visit(auto& archive, auto& value) {
        auto& [first_response, solution] = value;
        archive(first_response, solution);
    }
};

template <>
struct Layout<tickets::Ticket> {
    static void visit(auto& archive, auto& value) {
        auto& [number, conversation, channel, locale, category, subcategory, priority, status, team, owner, customer, verified, summary, facts,
               findings, risks, explanation, clock_policy, opened_at, due, first_response_at, solved_at, closed_at, rating, rating_comment] = value;
        archive(number, conversation, channel, locale, category, subcategory, priority, status, team, owner, customer, verified, summary, facts,
                findings, risks, explanation, clock_policy, opened_at, due, first_response_at, solved_at, closed_at, rating, rating_comment);
    }
};

template <>
struct Layout<tickets::LogLine> {
    static void visit(auto& archive, auto& value) {
        auto& [ticket, at, who, what, detail] = value;
        archive(ticket, at, who, what, detail);
    }
};

template <>
struct Layout<dialog::Choice> {
    static void visit(auto& archive, auto& value) {
        auto& [id, label] = value;
        archive(id, label);
    }
};

template <>
struct Layout<dialog::Entry> {
    static void visit(auto& archive, auto& value) {
        auto& [position, seq, kind, from, author, author_name, text, choices, cid, prompt, at] = value;
        archive(position, seq, kind, from, author, author_name, text, choices, cid, prompt, at);
    }
};

template <>
struct Layout<dialog::Holder> {
    static void visit(auto& archive, auto& value) {
        auto& [kind, agent, agent_name, staff_number] = value;
        archive(kind, agent, agent_name, staff_number);
    }
};

template <>
struct Layout<dialog::Slot> {
    static void visit(auto& archive, auto& value) {
        auto& [text, source, said_at] = value;
        archive(text, source, said_at);
    }
};

template <>
struct Layout<dialog::Identity> {
    static void visit(auto& archive, auto& value) {
        auto& [level, failed_tries, customer, customer_name, tier, order_no] = value;
        archive(level, failed_tries, customer, customer_name, tier, order_no);
    }
};

template <>
struct Layout<dialog::Issue> {
    static void visit(auto& archive, auto& value) {
        auto& [text, category, subcategory, priority, sure, candidates, risks, findings, evidence, emotion] = value;
        archive(text, category, subcategory, priority, sure, candidates, risks, findings, evidence, emotion);
    }
};

template <>
struct Layout<dialog::Timer> {
    static void visit(auto& archive, auto& value) {
        auto& [due, generation] = value;
        archive(due, generation);
    }
};

template <>
struct Layout<dialog::PendingJob> {
    static void visit(auto& archive, auto& value) {
        auto& [invoke, source] = value;
        archive(invoke, source);
    }
};

template <>
struct Layout<dialog::KnownTicket> {
    static void visit(auto& archive, auto& value) {
        auto& [number, status, subcategory, priority, summary, opened_at, solution_due] = value;
        archive(number, status, subcategory, priority, summary, opened_at, solution_due);
    }
};

template <>
struct Layout<dialog::KnownOrder> {
    static void visit(auto& archive, auto& value) {
        auto& [order_no, product, model, purchased_on, amount, status, carrier, tracking_no, delivered_on] = value;
        archive(order_no, product, model, purchased_on, amount, status, carrier, tracking_no, delivered_on);
    }
};

template <>
struct Layout<dialog::ArmTimer> {
    static void visit(auto& archive, auto& value) {
        auto& [name, due, generation] = value;
        archive(name, due, generation);
    }
};

template <>
struct Layout<dialog::DropTimer> {
    static void visit(auto& archive, auto& value) {
        auto& [name] = value;
        archive(name);
    }
};

template <>
struct Layout<dialog::StartJob> {
    static void visit(auto& archive, auto& value) {
        auto& [id, actor, parameters, not_before] = value;
        archive(id, actor, parameters, not_before);
    }
};

template <>
struct Layout<dialog::FinishJob> {
    static void visit(auto& archive, auto& value) {
        auto& [id] = value;
        archive(id);
    }
};

template <>
struct Layout<dialog::IdentityTried> {
    static void visit(auto& archive, auto& value) {
        auto& [identity, visitor, verified, at] = value;
        archive(identity, visitor, verified, at);
    }
};

template <>
struct Layout<dialog::ClassCorrected> {
    static void visit(auto& archive, auto& value) {
        auto& [ticket, text, from, to, agent, at] = value;
        archive(ticket, text, from, to, agent, at);
    }
};

// In parts: what seldom changes stands apart from what moves with nearly each turn, so that a row can leave it to an earlier one.
template <>
struct Layout<dialog::Conversation> {
    static void visit(auto& archive, auto& value) {
        auto& [id, turns, positions, last_seq, channel, locale, visitor, flow, flow_version, opened_at, last_customer_at, holder, states, history,
               timers, jobs, generations, burst, asking, asked_prompt, asked, offered, misses, silences, slots, identity, issue, orders, known_tickets,
               tickets, ticket_open, queued_at, queue_reason, queue_team] = value;
        archive.part(id, channel, locale, visitor, flow, flow_version, opened_at);
        archive.part(slots, identity);
        archive.part(issue);
        archive.part(orders, known_tickets);
        archive.part(tickets);
        archive(turns, positions, last_seq, last_customer_at, holder, states, history, timers, jobs, generations, burst, asking, asked_prompt,
                asked, offered, misses, silences, ticket_open, queued_at, queue_reason, queue_team);
    }
};

}  // namespace storage
