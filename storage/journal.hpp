// The journal: one packed row per turn, chained by hash per conversation. Its rows are only ever added.
// The format is laid down in docs/storage.md.
#pragma once

#include "storage/connection.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace storage {

struct JournalRow {
    std::uint64_t position = 0;   // dense over the whole journal, from 1
    std::string conversation;
    std::uint64_t version = 0;    // dense per conversation, from 1
    Time at{};                    // when it was committed, by the writer's clock
    std::uint64_t entries = 0;    // of the conversation, after this turn
    dialog::Seq seq = 0;          // of its last visible entry, after this turn
    std::string hash;
    std::string body;             // encode(turn)
};

// The hash that `row` must carry after a row with `hash_before`, which is empty for a conversation's first row.
std::string row_hash(const std::string& hash_before, const JournalRow& row);

// The row's turn; StoreError when the row does not bear the hash that follows from what it says.
dialog::Turn open_row(const JournalRow& row, const std::string& hash_before);

// The turn that the conversation stands at.
std::optional<dialog::Turn> last_turn(Connection& connection, const dialog::ConversationId& id);

struct JournalTurn {
    std::uint64_t position = 0;
    dialog::Turn turn;
};
// The next turns after `position`, at most `limit`, each checked against the row before it.
std::vector<JournalTurn> turns_after(Connection& connection, std::uint64_t position, std::size_t limit);

// How tickets get their numbers and rows their time.
struct Numbering {
    std::string prefix = "WX";
    std::function<std::chrono::year_month_day(Time)> local_day;
    std::function<Time()> now;
};

// Adds turns to the journal inside the caller's transaction: the compare-and-set, the search for repeated messages, the ticket numbers.
// Used by the writer's thread alone.
class Journal {
public:
    Journal(Connection& connection, Numbering numbering);

    struct Appended {
        CommitStatus status = CommitStatus::committed;
        std::string fault;            // why, for CommitStatus::invalid
        std::uint64_t position = 0;   // only when committed
    };
    // `body` is encode(turn); both are given the number when the turn opens a ticket. What is not committed has written nothing.
    Appended append(dialog::Turn& turn, std::string& body);

    void transaction_began();     // the folds hold everything that was appended before
    void transaction_failed();    // what was appended since is not there
    std::uint64_t position() const { return position_; }

private:
    struct Head {
        std::uint64_t version = 0;
        std::uint64_t entries = 0;
        dialog::Seq seq = 0;
        std::string hash;
    };
    Head& head_of(const dialog::ConversationId& id);
    bool is_known(const dialog::Turn& turn);
    void give_number(dialog::Turn& turn, std::string& body);
    Appended insert(Head& head, const dialog::Turn& turn, const std::string& body);

    Connection& connection_;
    Numbering numbering_;
    std::uint64_t position_ = 0;
    std::unordered_map<std::string, Head> heads_;        // recently used; the journal has them all
    std::unordered_set<std::string> cids_;               // of this transaction, not in the table yet
};

inline constexpr std::size_t kMaxHeads = 100000;          // kept in memory; past it they are read again
inline constexpr std::size_t kMaxTurnBytes = 4 << 20;     // one row's body; more is CommitStatus::invalid

}  // namespace storage
