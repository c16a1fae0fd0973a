// One turn: what an event did to a conversation, as data. It is committed whole, before anybody hears of it.
#pragma once

#include "dialog/conversation.hpp"

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace dialog {

struct ArmTimer { std::string name; Time due{}; std::uint64_t generation = 0; bool operator==(const ArmTimer&) const = default; };
struct DropTimer { std::string name; bool operator==(const DropTimer&) const = default; };

// A lookup to be done by the shell, whose answer comes back as JobDone with this id. Done at least once, also after a crash.
// Actors and parameters: verify_identity{order_no, phone_last4}, lookup_ticket{ticket_no, customer,
// opened_here: numbers set apart by blanks}, lookup_orders{customer}.
struct StartJob {
    std::uint64_t id = 0;
    std::string actor;
    std::map<std::string, std::string> parameters;
    Time not_before{};
    bool operator==(const StartJob&) const = default;
};
struct FinishJob { std::uint64_t id = 0; bool operator==(const FinishJob&) const = default; };

// The ticket as it now is, and the line of its handling log. A new ticket has the number kTicketNumberMark until it is committed.
struct TicketChanged { tickets::Ticket ticket; tickets::LogLine line; bool operator==(const TicketChanged&) const = default; };

// A try to prove an identity: counted per identity and per source, kept over crashes (R8).
struct IdentityTried {
    std::string identity;  // keyed hash of the order number tried
    std::string visitor;
    bool verified = false;
    Time at{};
    bool operator==(const IdentityTried&) const = default;
};

// A human's correction of a class: a labelled example (R21).
struct ClassCorrected {
    std::string ticket;
    std::string text;
    std::string from;
    std::string to;
    std::string agent;
    Time at{};
    bool operator==(const ClassCorrected&) const = default;
};

using Effect = std::variant<ArmTimer, DropTimer, StartJob, FinishJob, TicketChanged, IdentityTried, ClassCorrected>;

struct Turn {
    Conversation conversation;      // as it is after the turn; its version is one more than before. Empty when refused
    std::vector<Entry> entries;     // new ones, in order
    std::vector<Effect> effects;
    std::string refused;            // not empty: nothing happened and nothing is to be committed; a code such as not_holder
    bool operator==(const Turn&) const = default;
};

// Stands for the number of a ticket opened in this turn, in texts and in the ticket, until the writer gives the number.
inline constexpr std::string_view kTicketNumberMark = "\xEE\x83\xB1";  // U+E0F1, private use; removed from customers' texts

// True when the turn opens a ticket that has no number yet.
bool opens_ticket(const Turn& turn);
// Puts the number wherever the mark stands. Called once, by the writer, in the commit itself.
void number_ticket(Turn& turn, std::string_view number);

}  // namespace dialog
