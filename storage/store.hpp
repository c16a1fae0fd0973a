// The truth. A turn is committed as one row of the journal; every table is a fold of it.
// Thread rule: all members may be called from any thread. Reads see every turn whose commit was reported before the call.
// Storage errors are exceptions (StoreError); a failed fsync or I/O error aborts the process, because the truth is then unknown.
#pragma once

#include "dialog/turn.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace storage {

using tickets::Time;

class StoreError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

enum class CommitStatus {
    committed,
    conflict,      // somebody committed this version first: reload, run again
    duplicate,     // a cid of the turn is in the log already
    overloaded,    // the writer's queue is full (kMaxQueuedTurns, kMaxQueuedBytes), or the disk is (not writable()); nothing was written
    invalid,       // can never be stored: refused, entries out of order, more than a row holds; a fault of the program, nothing was written
};

struct Commit {
    CommitStatus status = CommitStatus::committed;
    dialog::Turn turn;  // as committed, ticket number filled in; only when committed
    std::string fault;  // why, for invalid
};

struct CidRow {  // what was answered to a client's message id
    std::string cid;
    dialog::Seq seq = 0;
    std::uint64_t position = 0;
    std::string content_hash;  // content_hash(text) of storage/digest.hpp, to refuse the same cid with other content
    dialog::From from = dialog::From::customer;  // a cid is unique per conversation and kind of author
};

// A conversation as the desk lists it.
struct ConversationRow {
    dialog::ConversationId id;
    std::string channel;
    std::string locale;
    std::string holder;        // bot, queue, agent, nobody
    std::string agent;
    std::string agent_name;    // as the holder has it
    std::string priority;      // urgent ... low; of the current ticket, else medium
    std::string subject;       // sub-class, or the first words of the issue
    std::string customer_name; // masked by the caller
    std::string ticket;
    std::string queue_reason;
    std::string team;
    Time opened_at{};
    Time last_at{};
    std::optional<Time> queued_at;
    std::optional<Time> due;   // first response due while nobody has answered, else solution due
    std::string last_text;     // last visible text of a person or the bot, shortened to kPreviewBytes
};

struct TimerRow { dialog::ConversationId conversation; std::string name; Time due{}; std::uint64_t generation = 0; };
struct JobRow { dialog::ConversationId conversation; dialog::StartJob job; };

struct TicketFilter {
    std::string text;       // number, customer, summary; empty: all
    std::string status;
    std::string customer;   // customer id
    std::string team;
    bool open_only = false;
    std::size_t limit = 50; // at most kMaxPage
    std::string before;     // number of the last ticket of the page before; empty: from the newest
};

struct User {
    std::string id;
    std::string name;           // login name, unique
    std::string display_name;   // shown to customers
    std::string staff_number;
    std::string role;           // agent, supervisor
    std::string team;
    std::string password_hash;  // argon2id string
    bool active = true;
};

struct CustomerRow {
    std::string id;
    std::string name;
    std::string phone;
    std::string email;
    std::string tier;
};

struct OrderRow {
    dialog::KnownOrder order;
    std::string customer;  // id
};

class Store {
public:
    virtual ~Store() = default;

    // Queues the turn; `done` runs once on the writer's thread, after the fsync, for one conversation in order of commit, and may
    // take the turn out of what it is told. `done` must not throw. It may call commit(), but no other member: those may wait for
    // the writer (asserted).
    // The turn's conversation.version is the version to be written; the one before must be the last committed.
    using Done = std::function<void(Commit&&)>;
    virtual void commit(dialog::Turn&& turn, Done done) = 0;
    // `run` follows the done calls of each batch, on the same thread: the place to hand on together what they have gathered.
    // Set while nothing is being committed; one at a time, an empty one ends it.
    virtual void after_batch(std::function<void()> run) = 0;

    virtual std::optional<dialog::Conversation> conversation(const dialog::ConversationId& id) = 0;
    // Visible entries with seq > after, ascending; `limit` at most kMaxPage.
    virtual std::vector<dialog::Entry> visible_entries(const dialog::ConversationId& id, dialog::Seq after, std::size_t limit) = 0;
    // All entries (notes too) with position > after, ascending.
    virtual std::vector<dialog::Entry> entries(const dialog::ConversationId& id, std::uint64_t after, std::size_t limit) = 0;
    virtual std::vector<CidRow> cids(const dialog::ConversationId& id) = 0;

    // Held by queue or agent, or all that are not over; queue order is priority, due, arrival.
    virtual std::vector<ConversationRow> conversations(const std::string& holder, const std::string& agent, std::size_t limit) = 0;
    virtual std::optional<ConversationRow> conversation_row(const dialog::ConversationId& id) = 0;

    virtual std::vector<TimerRow> timers() = 0;   // all armed ones, for start-up
    virtual std::vector<JobRow> jobs() = 0;       // all unfinished ones, for start-up

    virtual std::optional<tickets::Ticket> ticket(const std::string& number) = 0;
    virtual std::vector<tickets::Ticket> tickets(const TicketFilter& filter) = 0;
    virtual std::vector<tickets::LogLine> ticket_log(const std::string& number) = 0;

    // Failed tries at or after `since` with this identity or from this source (whichever is more).
    virtual int failed_tries(const std::string& identity, const std::string& visitor, Time since) = 0;

    // The owner's data (imported, not folded).
    virtual std::optional<OrderRow> order(const std::string& order_no) = 0;
    virtual std::vector<OrderRow> orders_of(const std::string& customer) = 0;
    virtual std::optional<CustomerRow> customer(const std::string& id) = 0;
    virtual void import(const std::vector<CustomerRow>& customers, const std::vector<OrderRow>& orders) = 0;  // insert or replace, one transaction

    // Resume tokens: stored hashed. The token before stays good until the new one has been used.
    virtual void put_token(const std::string& token_hash, const dialog::ConversationId& id, Time now) = 0;
    virtual std::optional<dialog::ConversationId> token_used(const std::string& token_hash) = 0;  // drops the tokens before it

    // Users and their sessions.
    virtual std::vector<User> users() = 0;
    virtual std::optional<User> user_named(const std::string& name) = 0;
    virtual std::optional<User> user(const std::string& id) = 0;
    virtual void put_user(const User& user) = 0;  // insert or replace by id; a taken name is a StoreError
    virtual void put_session(const std::string& session_hash, const std::string& user, Time expires) = 0;
    virtual std::optional<User> session_user(const std::string& session_hash, Time now) = 0;
    virtual void drop_session(const std::string& session_hash) = 0;
    virtual void drop_sessions_of(const std::string& user) = 0;
    // Append-only audit of what people saw or changed outside a conversation (logins, showings of contact data, users).
    virtual void audit(Time at, const std::string& who, const std::string& what, const std::string& object) = 0;

    // Installation secret (32 bytes, made at first start): keys the hashes of visitors and identities.
    virtual std::string secret() = 0;
    virtual bool writable() = 0;  // false while the disk is full
};

inline constexpr std::size_t kMaxQueuedTurns = 20000;
inline constexpr std::size_t kMaxQueuedBytes = 128 << 20;  // of encoded turns
inline constexpr std::size_t kMaxPage = 500;
inline constexpr std::size_t kPreviewBytes = 120;

}  // namespace storage
