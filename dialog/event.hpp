// What can happen to a conversation. The shell makes these values; the engine never asks the world itself.
#pragma once

#include "dialog/conversation.hpp"

#include <string>
#include <variant>
#include <vector>

namespace dialog {

struct AgentRef {
    std::string id;
    std::string name;
    std::string staff_number;
    bool operator==(const AgentRef&) const = default;
};

struct Opened {  // the first hello of a customer; `id` and the rest become the conversation's
    ConversationId id;
    std::string channel;
    std::string locale;
    std::string visitor;
    bool operator==(const Opened&) const = default;
};

struct CustomerMessage {
    std::string cid;
    std::string text;    // as typed; not looked at for a choice
    std::string choice;  // id of one that the last question offered (else refused as bad_choice), or empty
    bool operator==(const CustomerMessage&) const = default;
};

struct TimerFired {
    std::string name;
    std::uint64_t generation = 0;
    bool operator==(const TimerFired&) const = default;
};

// The answer of an actor. `outcome` is one of the actor's documented words; failed means that it gave no answer in time.
struct JobDone {
    std::uint64_t id = 0;
    bool failed = false;
    std::string outcome;
    std::string identity_key;           // verify_identity: keyed hash of the order number tried
    Identity identity;                  // verify_identity
    std::vector<KnownOrder> orders;     // verify_identity, lookup_orders
    std::vector<KnownTicket> tickets;   // verify_identity, lookup_ticket
    bool operator==(const JobDone&) const = default;
};

struct AgentClaimed { AgentRef agent; bool operator==(const AgentClaimed&) const = default; };
struct AgentSaid { AgentRef agent; std::string cid; std::string text; bool operator==(const AgentSaid&) const = default; };
struct AgentNoted { AgentRef agent; std::string cid; std::string text; bool operator==(const AgentNoted&) const = default; };
struct AgentReleased { AgentRef agent; bool operator==(const AgentReleased&) const = default; };  // back to the bot
struct AgentReturned { AgentRef agent; bool operator==(const AgentReturned&) const = default; };  // back to the queue
struct AgentClosed { AgentRef agent; bool operator==(const AgentClosed&) const = default; };

// An agent edits a ticket of this conversation; an empty field stays as it is.
struct TicketEdited {
    AgentRef agent;
    std::string ticket;
    std::string subcategory;
    std::string priority;  // urgent, high, medium, low
    std::string status;    // name of a tickets::Status
    bool operator==(const TicketEdited&) const = default;
};

using Event = std::variant<Opened, CustomerMessage, TimerFired, JobDone, AgentClaimed, AgentSaid, AgentNoted, AgentReleased,
                           AgentReturned, AgentClosed, TicketEdited>;

// What the engine may know of the rest of the desk at this moment.
struct Surroundings {
    Time now{};
    int waiting_ahead = 0;        // conversations before this one in the queue
    int agents_available = 0;     // logged in and taking work
    int minutes_per_claim = 0;    // recent waits, each divided by the place it began at; 0 while there are too few
    bool operator==(const Surroundings&) const = default;
};

}  // namespace dialog
