// How each domain type is laid out in bytes, in the order of its members; included by codec.cpp alone. The bindings name every
// member, so that a type that has got a new one does not compile until somebody has decided here how old rows are read:
// raise the class version, and read the new member only `if (version >= n)`.
#pragma once

#include "dialog/turn.hpp"
#include "storage/store.hpp"

#include <cereal/cereal.hpp>
#include <cereal/types/chrono.hpp>
#include <cereal/types/map.hpp>
#include <cereal/types/optional.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/variant.hpp>
#include <cereal/types/vector.hpp>

#include <cstdint>
#include <string>

namespace storage {

inline void require_version(std::uint32_t found, std::uint32_t newest) {
    if (found > newest) throw StoreError("stored by a newer program: layout " + std::to_string(found) + ", known up to " + std::to_string(newest));
}

}  // namespace storage

namespace cereal {

template <class Archive>
void serialize(Archive& archive, tickets::Deadlines& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [first_response, solution] = value;
    archive(first_response, solution);
}

template <class Archive>
void serialize(Archive& archive, tickets::Ticket& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [number, conversation, channel, locale, category, subcategory, priority, status, team, owner, customer, verified, summary, facts,
           findings, risks, explanation, clock_policy, opened_at, due, first_response_at, solved_at, closed_at, rating, rating_comment] = value;
    archive(number, conversation, channel, locale, category, subcategory, priority, status, team, owner, customer, verified, summary, facts,
            findings, risks, explanation, clock_policy, opened_at, due, first_response_at, solved_at, closed_at, rating, rating_comment);
}

template <class Archive>
void serialize(Archive& archive, tickets::LogLine& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [ticket, at, who, what, detail] = value;
    archive(ticket, at, who, what, detail);
}

template <class Archive>
void serialize(Archive& archive, dialog::Choice& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [id, label] = value;
    archive(id, label);
}

template <class Archive>
void serialize(Archive& archive, dialog::Entry& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [position, seq, kind, from, author, author_name, text, choices, cid, prompt, at] = value;
    archive(position, seq, kind, from, author, author_name, text, choices, cid, prompt, at);
}

template <class Archive>
void serialize(Archive& archive, dialog::Holder& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [kind, agent, agent_name, staff_number] = value;
    archive(kind, agent, agent_name, staff_number);
}

template <class Archive>
void serialize(Archive& archive, dialog::Slot& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [text, source, said_at] = value;
    archive(text, source, said_at);
}

template <class Archive>
void serialize(Archive& archive, dialog::Identity& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [level, failed_tries, customer, customer_name, tier, order_no] = value;
    archive(level, failed_tries, customer, customer_name, tier, order_no);
}

template <class Archive>
void serialize(Archive& archive, dialog::Issue& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [text, category, subcategory, priority, sure, candidates, risks, findings, evidence, emotion] = value;
    archive(text, category, subcategory, priority, sure, candidates, risks, findings, evidence, emotion);
}

template <class Archive>
void serialize(Archive& archive, dialog::Timer& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [due, generation] = value;
    archive(due, generation);
}

template <class Archive>
void serialize(Archive& archive, dialog::PendingJob& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [invoke, source] = value;
    archive(invoke, source);
}

template <class Archive>
void serialize(Archive& archive, dialog::KnownTicket& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [number, status, subcategory, priority, summary, opened_at, solution_due] = value;
    archive(number, status, subcategory, priority, summary, opened_at, solution_due);
}

template <class Archive>
void serialize(Archive& archive, dialog::KnownOrder& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [order_no, product, model, purchased_on, amount, status, carrier, tracking_no, delivered_on] = value;
    archive(order_no, product, model, purchased_on, amount, status, carrier, tracking_no, delivered_on);
}

template <class Archive>
void serialize(Archive& archive, dialog::Conversation& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [id, turns, positions, last_seq, channel, locale, visitor, flow, flow_version, opened_at, last_customer_at, holder, states, history,
           timers, jobs, generations, burst, asking, asked_prompt, asked, offered, misses, silences, slots, identity, issue, orders, known_tickets, tickets,
           ticket_open, queued_at, queue_reason, queue_team] = value;
    archive(id, turns, positions, last_seq, channel, locale, visitor, flow, flow_version, opened_at, last_customer_at, holder, states, history,
            timers, jobs, generations, burst, asking, asked_prompt, asked, offered, misses, silences, slots, identity, issue, orders, known_tickets, tickets,
            ticket_open, queued_at, queue_reason, queue_team);
}

template <class Archive>
void serialize(Archive& archive, dialog::ArmTimer& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [name, due, generation] = value;
    archive(name, due, generation);
}

template <class Archive>
void serialize(Archive& archive, dialog::DropTimer& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [name] = value;
    archive(name);
}

template <class Archive>
void serialize(Archive& archive, dialog::StartJob& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [id, actor, parameters, not_before] = value;
    archive(id, actor, parameters, not_before);
}

template <class Archive>
void serialize(Archive& archive, dialog::FinishJob& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [id] = value;
    archive(id);
}

template <class Archive>
void serialize(Archive& archive, dialog::TicketChanged& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [ticket, line] = value;
    archive(ticket, line);
}

template <class Archive>
void serialize(Archive& archive, dialog::IdentityTried& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [identity, visitor, verified, at] = value;
    archive(identity, visitor, verified, at);
}

template <class Archive>
void serialize(Archive& archive, dialog::ClassCorrected& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [ticket, text, from, to, agent, at] = value;
    archive(ticket, text, from, to, agent, at);
}

template <class Archive>
void serialize(Archive& archive, dialog::Turn& value, std::uint32_t version) {
    storage::require_version(version, 1);
    auto& [conversation, entries, effects, refused] = value;
    static_cast<void>(refused);  // a refused turn is never stored
    archive(conversation, entries, effects);
}

}  // namespace cereal

CEREAL_CLASS_VERSION(tickets::Deadlines, 1)
CEREAL_CLASS_VERSION(tickets::Ticket, 1)
CEREAL_CLASS_VERSION(tickets::LogLine, 1)
CEREAL_CLASS_VERSION(dialog::Choice, 1)
CEREAL_CLASS_VERSION(dialog::Entry, 1)
CEREAL_CLASS_VERSION(dialog::Holder, 1)
CEREAL_CLASS_VERSION(dialog::Slot, 1)
CEREAL_CLASS_VERSION(dialog::Identity, 1)
CEREAL_CLASS_VERSION(dialog::Issue, 1)
CEREAL_CLASS_VERSION(dialog::Timer, 1)
CEREAL_CLASS_VERSION(dialog::PendingJob, 1)
CEREAL_CLASS_VERSION(dialog::KnownTicket, 1)
CEREAL_CLASS_VERSION(dialog::KnownOrder, 1)
CEREAL_CLASS_VERSION(dialog::Conversation, 1)
CEREAL_CLASS_VERSION(dialog::ArmTimer, 1)
CEREAL_CLASS_VERSION(dialog::DropTimer, 1)
CEREAL_CLASS_VERSION(dialog::StartJob, 1)
CEREAL_CLASS_VERSION(dialog::FinishJob, 1)
CEREAL_CLASS_VERSION(dialog::TicketChanged, 1)
CEREAL_CLASS_VERSION(dialog::IdentityTried, 1)
CEREAL_CLASS_VERSION(dialog::ClassCorrected, 1)
CEREAL_CLASS_VERSION(dialog::Turn, 1)
