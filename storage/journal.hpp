// The journal: one packed row per turn, chained by hash per conversation. Its rows are only ever added, at the end.
// The format is laid down in docs/storage.md.
#pragma once

#include "storage/codec.hpp"
#include "storage/connection.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace storage {

struct JournalRow {
    std::uint64_t position = 0;   // dense over the whole journal, from 1
    std::uint64_t root = 0;       // position of the conversation's first row
    std::uint64_t before = 0;     // position of the conversation's row before this one; 0 for its first
    std::uint64_t version = 0;    // dense per conversation, from 1
    Time at{};                    // when it was committed, by the writer's clock
    std::uint64_t entries = 0;    // of the conversation, after this turn
    dialog::Seq seq = 0;          // of its last visible entry, after this turn
    std::string hash;
    std::string body;             // encode_body(...)
};

// The hash that `row` must carry after a row with `hash_before`, which is empty for a conversation's first row.
std::string row_hash(const std::string& hash_before, const JournalRow& row);

// Of a query for position, root, before, version, at, entries, seq, hash, body: its row.
JournalRow read_row(const Query& query);
// The row at the position, StoreError when there is none or when it does not bear the hash that follows from what it says.
JournalRow row_at(Connection& connection, std::uint64_t position);
// The row's turn; reads the rows that its parts were left to.
dialog::Turn turn_of(Connection& connection, const JournalRow& row);

struct JournalTurn {
    std::uint64_t position = 0;
    std::uint64_t root = 0;
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

// Adds turns to the journal inside the caller's transaction: the compare-and-set, the search for repeated messages, the ticket
// numbers. It knows by heart the conversations whose turns the folds may lack, and asks the folds for all others: this process is the
// only one that writes. Used by the writer's thread alone.
class Journal {
public:
    Journal(Connection& connection, Numbering numbering);

    struct Appended {
        CommitStatus status = CommitStatus::committed;
        std::string fault;            // why, for CommitStatus::invalid
        std::uint64_t position = 0;   // these two only when committed
        std::uint64_t root = 0;
    };
    // `bytes` is encode(turn); both are given the number when the turn opens a ticket. What is not committed has written nothing.
    Appended append(dialog::Turn& turn, TurnBytes& bytes);

    void transaction_began();
    // What was appended since is not there. `folded`: up to where the folds are made.
    void transaction_failed(std::uint64_t folded);
    void all_is_folded();             // what is known by heart may be forgotten
    std::uint64_t position() const { return position_; }

private:
    struct Head {                     // a conversation's last row
        std::uint64_t root = 0;
        std::uint64_t position = 0;
        std::uint64_t version = 0;
        std::uint64_t entries = 0;
        dialog::Seq seq = 0;
        std::string hash;
        std::vector<std::uint64_t> cids;              // cid_key of all its messages
        TurnBytes parts;                              // as they last were
        std::array<std::uint64_t, kParts> parts_at{}; // the rows that have them; 0: not known
    };
    Head& head_of(const dialog::ConversationId& id);
    void read_head(const dialog::ConversationId& id, Head& head);
    void give_number(dialog::Turn& turn, TurnBytes& bytes);
    Appended insert(Head& head, const dialog::Turn& turn, TurnBytes& bytes);
    void leave_parts(Head& head, TurnBytes& bytes, std::array<std::uint64_t, kParts>& back);

    Connection& connection_;
    Numbering numbering_;
    Time now_{};                      // of this transaction
    std::uint64_t position_ = 0;
    std::unordered_map<std::string, Head> heads_;
    std::size_t heads_bytes_ = 0;     // of their parts
};

inline constexpr std::size_t kMaxHeads = 20000;              // known by heart; past it they are read again
inline constexpr std::size_t kMaxHeadBytes = 16 << 20;       // of their parts
inline constexpr std::size_t kMaxTurnBytes = 4 << 20;        // one turn; more is CommitStatus::invalid
inline constexpr std::uint64_t kTurnsPerChunk = 32;          // in a row of the table `turns`

}  // namespace storage
