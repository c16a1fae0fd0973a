// The places where a crash is told apart from a crash one step earlier or later. Tests stop the process there; the program itself only
// passes by: one relaxed load of a pointer that nothing in the product sets.
// Thread rule: pass() on any thread; the hook is set before the store and the reception are made. It ends the process or returns; where all runs on
// one thread (the simulation) it may throw, and the house counts as crashed from there on.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <string_view>

namespace storage {

// In the order in which a turn meets them. Writer's thread:
enum class Failpoint {
    before_transaction,   // turns wait, nothing of them is written
    between_turns,        // inside the transaction, after each turn or direct write
    before_commit,        // all rows of the transaction are inserted
    after_commit,         // on disk, nobody knows
    between_reports,      // after each done call of a batch
    in_fold,              // inside the folds' transaction, after each conversation
    before_checkpoint,
    after_checkpoint,
    in_migration,         // inside the transaction of a step, its tables made, its number not written
    // The conversation's lane:
    committed,            // a turn is committed, nobody has heard of it
    claim_committed,      // a turn that gave the conversation to an agent is committed, nobody has heard of it
    handoff_committed,    // the same into the queue
    acknowledged,         // who asked has heard, the others have not
    announced,            // all have heard; timers, lookups and the queue have not
    timer_due,            // a timer is due, its conversation does not know
    timer_rung,           // its event is in the mailbox
    // A worker:
    lookup_done,          // the answer is there, its event is not in the mailbox
    token_stored,         // the newcomer or returner has not heard its token
    // The thread that stops the program:
    stop_began,           // no new work is taken
    stop_drained,         // what was begun is committed; sockets are still open
};

inline constexpr std::array<std::string_view, 20> kFailpointNames{
    "before_transaction", "between_turns",     "before_commit",   "after_commit", "between_reports", "in_fold",   "before_checkpoint",
    "after_checkpoint",   "in_migration",      "committed",       "claim_committed", "handoff_committed", "acknowledged", "announced",
    "timer_due",          "timer_rung",        "lookup_done",     "token_stored", "stop_began",      "stop_drained"};
static_assert(kFailpointNames.size() == static_cast<std::size_t>(Failpoint::stop_drained) + 1);

constexpr std::string_view name(Failpoint point) { return kFailpointNames[static_cast<std::size_t>(point)]; }

inline std::atomic<void (*)(Failpoint)> failpoint_hook{nullptr};

inline void pass(Failpoint point) {
    if (const auto hook = failpoint_hook.load(std::memory_order_relaxed)) hook(point);
}

}  // namespace storage
