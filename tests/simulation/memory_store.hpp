// A store without a disk, for the simulation: conforms to the contract (tests/storage/contract*), and goes wrong when it is told to.
// Thread rule: one thread; what waits is handed to whoever made it.
#pragma once

#include "storage/store.hpp"
#include "tests/simulation/memory_folds.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace simulation {

// What outlives the process: what was synced.
struct MemoryDisk {
    struct Token {
        std::string hash;
        ConversationId conversation;
        bool used = false;
    };
    struct Session {
        std::string user;
        storage::Time expires{};
    };
    std::vector<dialog::Turn> journal;
    std::map<ConversationId, std::size_t> heads;                              // index of the conversation's last turn
    std::set<std::tuple<ConversationId, dialog::From, std::string>> cids;
    std::map<std::string, unsigned> serials;                                  // last of each day
    MemoryFolds folds;
    std::vector<Token> tokens;                                                // in the order of issue
    std::map<std::string, storage::User> users;                               // by id
    std::map<std::string, Session> sessions;
    std::map<std::string, storage::CustomerRow> customers;
    std::map<std::string, storage::OrderRow> orders;
    std::string secret = std::string(32, 's');

    const dialog::Turn* last_turn(const ConversationId& id) const;
    // What the journal does with a turn; the number is given here.
    storage::CommitStatus append(dialog::Turn& turn, std::string& fault);
};

// What happens beside and against the store. Each may throw what ends the process. The defaults: everything at once, nothing goes wrong.
struct Conditions {
    std::function<void(std::function<void()>)> later = [](auto step) { step(); };  // the writer's next step: begins or ends a transaction
    std::function<bool()> is_full = [] { return false; };         // asked for each turn: the queue, or the disk
    std::function<bool()> fails = [] { return false; };           // asked for each read and direct write: StoreError
    std::function<void()> meanwhile = [] {};                      // the others, while a read or a direct write takes its time
    std::function<void(const dialog::Turn&)> before_turn = [](const auto&) {};  // the last moment at which somebody else may be faster
};

class MemoryStore final : public storage::Store {
public:
    // Closing writes what waits, unless the process has crashed.
    MemoryStore(MemoryDisk& disk, Conditions conditions);
    ~MemoryStore() override;

    // The process ends without a word. A transaction that was begun is on the disk or not, as `kept` says; false when there was none.
    bool crash(bool kept);

    void commit(dialog::Turn&& turn, Done done) override;
    void after_batch(std::function<void()> run) override { after_batch_ = std::move(run); }

    std::optional<dialog::Conversation> conversation(const ConversationId& id) override;
    std::vector<dialog::Entry> visible_entries(const ConversationId& id, dialog::Seq after, std::size_t limit) override {
        return folds().visible_entries(id, after, limit);
    }
    std::vector<dialog::Entry> entries(const ConversationId& id, std::uint64_t after, std::size_t limit) override { return folds().entries(id, after, limit); }
    std::vector<storage::CidRow> cids(const ConversationId& id) override { return folds().cids(id); }
    std::vector<storage::ConversationRow> conversations(const std::string& holder, const std::string& agent, std::size_t limit) override {
        return folds().conversations(holder, agent, limit);
    }
    std::optional<storage::ConversationRow> conversation_row(const ConversationId& id) override { return folds().conversation_row(id); }
    std::vector<storage::TimerRow> timers() override { return folds().timers(); }
    std::vector<storage::JobRow> jobs() override { return folds().jobs(); }
    std::optional<tickets::Ticket> ticket(const std::string& number) override { return folds().ticket(number); }
    std::vector<tickets::Ticket> tickets(const storage::TicketFilter& filter) override;
    std::vector<tickets::LogLine> ticket_log(const std::string& number) override { return folds().ticket_log(number); }
    int failed_tries(const std::string& identity, const std::string& visitor, storage::Time since) override {
        return folds().failed_tries(identity, visitor, since);
    }

    std::optional<storage::OrderRow> order(const std::string& order_no) override;
    std::vector<storage::OrderRow> orders_of(const std::string& customer) override;
    std::optional<storage::CustomerRow> customer(const std::string& id) override;
    void import(const std::vector<storage::CustomerRow>& customers, const std::vector<storage::OrderRow>& orders) override;

    void put_token(const std::string& hash, const ConversationId& id, storage::Time now) override;
    std::optional<ConversationId> token_used(const std::string& hash) override;

    std::vector<storage::User> users() override;
    std::optional<storage::User> user_named(const std::string& name) override;
    std::optional<storage::User> user(const std::string& id) override;
    void put_user(const storage::User& user) override;
    void put_session(const std::string& hash, const std::string& user, storage::Time expires) override;
    std::optional<storage::User> session_user(const std::string& hash, storage::Time now) override;
    void drop_session(const std::string& hash) override;
    void drop_sessions_of(const std::string& user) override;
    void audit(storage::Time, const std::string&, const std::string&, const std::string&) override { touch(); }

    std::string secret() override { return disk_.secret; }
    bool writable() override { return writable_; }

private:
    struct Waiting {
        dialog::Turn turn;
        Done done;
        storage::Commit outcome{};
    };
    void touch();           // a read or a direct write begins
    MemoryFolds& folds();   // for a read: with every turn that was reported, and perhaps with more
    void fold_up_to(std::size_t position);
    void begin();
    void end();
    void report(std::vector<Waiting> round);

    MemoryDisk& disk_;
    Conditions conditions_;
    std::function<void()> after_batch_;
    std::vector<Waiting> queue_;
    std::vector<Waiting> round_;    // of the transaction that runs
    std::size_t reported_ = 0;      // length of the journal when the last turn was reported
    bool writing_ = false;
    bool crashed_ = false;
    bool writable_ = true;
};

}  // namespace simulation
