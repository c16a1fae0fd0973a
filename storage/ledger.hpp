// The one connection that writes and checkpoints: transactions of the journal, of direct writes and of the folds.
// Used by one thread at a time but for unfolded(), knows no queue. A failed fsync or any I/O error stops the process: the truth on disk is then unknown.
#pragma once

#include "storage/folds.hpp"
#include "storage/journal.hpp"
#include "storage/pending.hpp"

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <span>

namespace storage {

inline constexpr std::size_t kMaxUnfoldedTurns = 8192;          // this much a start has to make up for after a crash
inline constexpr std::size_t kMaxUnfoldedConversations = 2048;  // so that turns do not wait long for a fold
inline constexpr std::size_t kMaxTurnsPerCatchUp = 500;  // rows of the journal applied in one transaction
inline constexpr int kMaxWalPages = 8192;                // 32 MiB; more would make turns wait longer while it is copied
inline constexpr int kCheckpointWaitMilliseconds = 50;   // turns wait as long; past it the log grows by as much again

class Ledger {
public:
    // Migrates the database; a copy from before an upgrade goes to `copies`.
    Ledger(const std::filesystem::path& file, const std::filesystem::path& copies, const Numbering& numbering);
    ~Ledger();  // empties the write-ahead log into the database
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    enum class Outcome {
        written,
        full,  // the disk has no room: the transaction is undone, as if it had not been tried
    };

    // One transaction for all, on disk when it returns; each says how it fared. Full: nobody was written.
    Outcome commit(std::span<Pending> batch);
    // Writes what was committed since the last time to the folds. Does not wait for the disk: the journal has it.
    Outcome fold();
    // True when it should not be put off any longer.
    bool fold_is_due() const { return window_.turns() >= kMaxUnfoldedTurns || window_.conversations() >= kMaxUnfoldedConversations; }
    // Where the conversation's last row is, when the folds do not know it yet. From any thread.
    std::optional<std::uint64_t> unfolded(const dialog::ConversationId& id) const;
    // Writes what the journal has and the folds have not, whoever committed it.
    Outcome catch_up();
    Outcome catch_up_once();  // kMaxTurnsPerCatchUp of it at most, of what an earlier process committed
    // Empties the folds; catch_up() then makes them again.
    Outcome drop_folds();
    // Finds out whether there is room again.
    Outcome probe();

    std::uint64_t committed() const { return journal_.position(); }
    std::uint64_t folded() const { return folded_; }

    // Pages of the write-ahead log that are not in the database yet.
    int uncopied_pages() const { return wal_.pages - wal_.copied; }
    // The log has come to its limit: a checkpoint should come before the next batch.
    bool wal_is_long() const { return wal_.pages >= wal_.limit; }

    enum class Checkpoint {
        copy,     // what no reader stands in the way of; waits for nobody
        restart,  // and the log begins again from its start; waits for readers, kCheckpointWaitMilliseconds at most
        shrink,   // and its file becomes empty
    };
    Outcome checkpoint(Checkpoint kind);

    Connection& connection() { return connection_; }

private:
    Outcome transaction(const std::function<void()>& work);
    Outcome transaction_without_waiting(const std::function<void()>& work);
    Outcome write_folds(const FoldWindow& window);
    void write(PendingTurn& pending);
    void write(PendingWrite& pending);

    Connection connection_;
    Journal journal_;
    std::uint64_t folded_ = 0;
    mutable std::mutex window_mutex_;
    FoldWindow window_;  // committed by this process and not folded; changed under the mutex
    struct Wal {
        int pages = 0;    // in its file since it last began from the start
        int copied = 0;   // of them, into the database
        int limit = kMaxWalPages;
    };
    Wal wal_;
};

}  // namespace storage
