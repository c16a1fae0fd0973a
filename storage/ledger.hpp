// The one connection that writes and checkpoints: transactions of the journal, of direct writes and of the folds.
// Used by one thread at a time, knows no queue. A failed fsync or any I/O error stops the process: the truth on disk is then unknown.
#pragma once

#include "storage/journal.hpp"
#include "storage/pending.hpp"

#include <filesystem>
#include <functional>
#include <span>

namespace storage {

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
    // Applies the batch just committed to the folds, which must have all before it. Does not wait for the disk: the journal has it.
    Outcome fold(std::span<const Pending> batch);
    // Applies what the journal has and the folds have not.
    Outcome catch_up();
    Outcome catch_up_once();  // kMaxTurnsPerCatchUp of it at most
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
    Outcome transaction(const char* synchronous, const std::function<void()>& work);
    void append(PendingTurn& pending);
    void run(PendingWrite& pending);

    Connection connection_;
    Journal journal_;
    std::uint64_t folded_ = 0;
    struct Wal {
        int pages = 0;    // in its file since it last began from the start
        int copied = 0;   // of them, into the database
        int limit = kMaxWalPages;
    };
    Wal wal_;
};

}  // namespace storage
