// A conversation as the engine sees it: who holds it, where in the flow it stands, what is known. One value that is
// committed whole with every turn, so that any row of the journal is a place to go on from.
#pragma once

#include "tickets/ticket.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialog {

using Time = tickets::Time;
using ConversationId = std::string;  // opaque, made by the shell from 128 random bits
using Seq = std::uint64_t;           // dense per conversation over what the customer can see, from 1

enum class From { customer, bot, agent, system };
enum class EntryKind {
    message,  // visible to everybody
    note,     // visible to agents only; has no seq of its own
};

struct Choice {
    std::string id;
    std::string label;
    bool operator==(const Choice&) const = default;
};

// One row of the conversation's log.
struct Entry {
    std::uint64_t position = 0;  // dense over all entries, from 1: what agents order and resume by
    Seq seq = 0;                 // dense over visible entries; of a note the seq of the last visible entry before it
    EntryKind kind = EntryKind::message;
    From from = From::bot;
    std::string author;          // agent id for From::agent and for notes
    std::string author_name;     // as shown to the customer
    std::string text;
    std::vector<Choice> choices;
    std::string cid;             // the sender's id of a message, empty for the bot and the system
    std::string prompt;          // name of the prompt this text was made from, for reports; empty for people's words
    Time at{};
    bool operator==(const Entry&) const = default;
};

// Who may speak: the one field that the commit checks (nobody: the conversation is over, the next message opens it again).
struct Holder {
    enum class Kind { bot, queue, agent, nobody };
    Kind kind = Kind::bot;
    std::string agent;       // id, for Kind::agent
    std::string agent_name;
    std::string staff_number;
    bool operator==(const Holder&) const = default;
};

// What is known about one thing (R12), and where it was said.
struct Slot {
    std::string value;
    std::string source;  // said, choice, record (the owner's data), inferred
    Seq said_at = 0;
    bool operator==(const Slot&) const = default;
};

struct Identity {
    enum class Level { anonymous, verified };
    Level level = Level::anonymous;
    int failed_tries = 0;
    std::string customer;       // id in the owner's data
    std::string customer_name;
    std::string tier;           // for instance vip, empty for an ordinary customer
    std::string order_no;       // the order it was verified with
    bool operator==(const Identity&) const = default;
};

// Understanding of the issue so far.
struct Issue {
    std::string text;           // the customer's words, messages joined by line breaks
    std::string category;
    std::string subcategory;
    std::string priority;       // as recognised: 紧急, 高, 中, 低
    bool sure = false;
    std::vector<std::string> candidates;  // sub-classes offered in a choice question
    std::vector<std::string> risks;
    std::vector<std::string> findings;    // prompt names of contradictions found (R15)
    std::vector<std::string> evidence;    // one line per rule that decided: intent, rule, words, weight
    std::string emotion;        // neutral, angry, distressed
    bool operator==(const Issue&) const = default;
};

struct Timer {
    Time due{};
    std::uint64_t generation = 0;
    bool operator==(const Timer&) const = default;
};

// An invoked lookup whose answer has not come yet.
struct PendingJob {
    std::string invoke;  // id of the invocation in the flow
    std::string source;  // actor name
    bool operator==(const PendingJob&) const = default;
};

// An earlier ticket of this customer, as the owner's records know it.
struct KnownTicket {
    std::string number;
    std::string status;
    std::string subcategory;
    std::string priority;
    std::string summary;
    Time opened_at{};
    Time solution_due{};
    bool operator==(const KnownTicket&) const = default;
};

struct KnownOrder {
    std::string order_no;
    std::string product;
    std::string model;
    std::string purchased_on;   // ISO date
    std::string amount;
    std::string status;         // placed, paid, shipped, delivered, installed, cancelled, returned
    std::string carrier;
    std::string tracking_no;
    std::string delivered_on;   // ISO date, empty while under way
    bool operator==(const KnownOrder&) const = default;
};

struct Conversation {
    ConversationId id;
    std::uint64_t version = 0;      // turns committed so far; unique (id, version) in the journal
    std::uint64_t positions = 0;    // entries so far
    Seq last_seq = 0;               // visible entries so far
    std::string channel;
    std::string locale;             // zh-CN or en
    std::string visitor;            // keyed hash of where it came from; counts tries, names nobody
    std::string flow;
    std::string flow_version;       // hash of the flow it began with
    Time opened_at{};
    Time last_customer_at{};

    Holder holder;
    std::vector<std::string> states;                          // active leaf states
    std::map<std::string, std::vector<std::string>> history;  // history state to what it remembers
    std::map<std::string, Timer> timers;
    std::map<std::uint64_t, PendingJob> jobs;
    std::uint64_t generations = 0;                            // timers and jobs started so far

    std::vector<std::string> burst;   // texts not answered yet (R4)
    std::string asking;               // slot that the last question asked for
    std::string asked_prompt;         // prompt of the last question, for "say again"
    std::vector<std::string> asked;   // slots and once-only prompts already used for this issue: each only once
    std::vector<Choice> offered;      // choices of the last question, so that "2" or a label typed by hand is understood
    int misses = 0;                   // answers not understood in a row
    int silences = 0;                 // times that nothing was said for too long, since the customer last spoke

    std::map<std::string, Slot> slots;
    Identity identity;
    Issue issue;
    std::vector<KnownOrder> orders;         // of the verified customer
    std::vector<KnownTicket> known_tickets;
    std::vector<tickets::Ticket> tickets;   // opened here; the last one is current while `ticket_open`
    bool ticket_open = false;               // the issue being talked about has its ticket
    std::optional<Time> queued_at;
    std::string queue_reason;               // why a human was called: asked, urgent, misses, identity, unsatisfied, angry
    std::string queue_team;
    bool operator==(const Conversation&) const = default;

    const tickets::Ticket* current_ticket() const { return ticket_open && !tickets.empty() ? &tickets.back() : nullptr; }
};

std::string_view name(From from);               // customer, bot, agent, system
std::string_view name(Holder::Kind kind);       // bot, queue, agent, nobody
std::string_view name(EntryKind kind);          // message, note
std::string_view name(Identity::Level level);   // anonymous, verified

}  // namespace dialog
