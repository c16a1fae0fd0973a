// The writer's thread and the queue before it. Group commit: what waits while one fsync runs goes into the next transaction.
// Thread rule: all members may be called from any thread; the ledger belongs to the writer's thread from start to end.
#pragma once

#include "storage/ledger.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace storage {

class Writer {
public:
    explicit Writer(std::unique_ptr<Ledger> ledger);
    ~Writer();  // writes all that waits, folds it, ends the thread

    void commit(dialog::Turn&& turn, Store::Done done);
    void after_batch(std::function<void()> run);  // Store::after_batch
    // Runs `work` inside the next transaction and waits until it is on disk; a StoreError with what `work` threw, or when the disk is full.
    // Not on the writer's thread.
    void write(std::function<void(Connection&)> work);
    // Has the folds made at once and waits until they hold every turn that was reported before the call. While the disk has no room
    // for them it does not wait. Not on the writer's thread.
    void wait_for_folds();
    // Where the last row of the conversation is, when the folds may not know it yet.
    std::optional<std::uint64_t> unfolded(const dialog::ConversationId& id) const { return ledger_->unfolded(id); }
    bool writable() const { return writable_; }

private:
    struct Round {
        std::vector<Pending> batch;
        std::vector<Pending> turned_away;  // the queue was full
        bool folds_wanted = false;         // somebody waits for them
        bool empty() const { return batch.empty() && turned_away.empty() && !folds_wanted; }
    };
    void run(std::stop_token stop);
    std::optional<Round> next_round(std::stop_token stop);  // empty when patience() has run out; nothing: time to end
    void write_round(Round& round);
    void report(Round& round);
    void fold();
    bool fold_is_due() const;
    Ledger::Outcome make_room();
    void publish_folds();
    void idle();
    std::optional<std::chrono::milliseconds> patience() const;
    bool on_writers_thread() const { return std::this_thread::get_id() == writers_thread_.load(); }

    const std::unique_ptr<Ledger> ledger_;
    std::atomic<bool> writable_{true};
    std::atomic<std::uint64_t> reported_{0};  // position of the last turn whose done call may have run

    std::atomic<std::thread::id> writers_thread_;

    std::mutex after_batch_mutex_;
    std::function<void()> after_batch_;

    std::mutex queue_mutex_;
    std::condition_variable_any queued_;
    std::vector<Pending> queue_;
    std::vector<Pending> turned_away_;
    std::size_t queued_bytes_ = 0;
    bool folds_wanted_ = false;

    std::chrono::steady_clock::time_point unfolded_since_{};  // the writer's thread alone
    std::mutex folds_mutex_;
    std::condition_variable folds_moved_;
    std::uint64_t folded_ = 0;
    bool folds_stalled_ = false;  // no room for them

    std::jthread thread_;  // last: ends before what it uses
};

inline constexpr std::size_t kMaxBatch = 1000;             // turns and direct writes in one transaction
inline constexpr std::chrono::milliseconds kMaxFoldLag{1000};       // while turns keep coming
inline constexpr std::chrono::milliseconds kIdleBeforeFold{20};
inline constexpr std::chrono::milliseconds kIdleBeforeCheckpoint{100};
inline constexpr int kIdleCheckpointPages = 256;           // 1 MiB: less is not worth two fsyncs
inline constexpr std::chrono::milliseconds kProbeEvery{1000};  // while the disk is full

}  // namespace storage
