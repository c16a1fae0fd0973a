#include "storage/ledger.hpp"

#include "storage/failpoint.hpp"
#include "storage/folds.hpp"
#include "storage/migrations.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <cstdlib>

namespace storage {

namespace {

// The state on disk is unknown, or nothing we know of can have happened: starting again from the disk is the only way to be right.
[[noreturn]] void stop_the_process(const char* what, int code) {
    std::fprintf(stderr, "frontdesk: storage: %s (code %d): what is on disk is unknown, stopping\n", what, code);
    std::abort();
}

bool is_lack_of_room(const SQLite::Exception& error) {
    return error.getErrorCode() == SQLITE_FULL || error.getErrorCode() == SQLITE_BUSY;  // busy: a stranger's tool holds the lock
}

// What a statement may be refused for without harm to the transaction.
bool is_refusal(const SQLite::Exception& error) {
    return error.getErrorCode() == SQLITE_CONSTRAINT || error.getErrorCode() == SQLITE_TOOBIG;
}

Connection& migrated(Connection& connection, const std::filesystem::path& copies, const Numbering& numbering) {
    migrate(connection, migrations(), copies, numbering.now());
    return connection;
}

}  // namespace

Ledger::Ledger(const std::filesystem::path& file, const std::filesystem::path& copies, const Numbering& numbering)
    : connection_(file, Connection::Mode::write), journal_(migrated(connection_, copies, numbering), numbering) {
    folded_ = folded_position(connection_);
    const auto count_pages = [](void* wal, sqlite3*, const char*, int pages) {
        auto& counted = *static_cast<Wal*>(wal);
        if (pages < counted.pages) counted.copied = 0;  // it has begun again
        counted.pages = pages;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(connection_.database().getHandle(), count_pages, &wal_);
}

Ledger::~Ledger() { checkpoint(Checkpoint::shrink); }

Ledger::Outcome Ledger::transaction(const char* synchronous, const std::function<void()>& work) {
    try {
        connection_.execute(synchronous);
        connection_.execute("BEGIN IMMEDIATE");
        work();
        connection_.execute("COMMIT");
        return Outcome::written;
    } catch (const SQLite::Exception& error) {
        if (!is_lack_of_room(error)) stop_the_process(error.what(), error.getExtendedErrorCode());
    }
    try {
        if (connection_.in_transaction()) connection_.execute("ROLLBACK");
        return Outcome::full;
    } catch (const SQLite::Exception& error) {
        stop_the_process(error.what(), error.getExtendedErrorCode());
    }
}

Ledger::Outcome Ledger::commit(std::span<Pending> batch) {
    pass(Failpoint::before_transaction);
    const auto outcome = transaction("PRAGMA synchronous = FULL", [&] {
        journal_.transaction_began();
        for (auto& pending : batch) {
            if (auto* turn = std::get_if<PendingTurn>(&pending))
                append(*turn);
            else
                run(std::get<PendingWrite>(pending));
            pass(Failpoint::between_turns);
        }
        pass(Failpoint::before_commit);
    });
    if (outcome == Outcome::written) pass(Failpoint::after_commit);
    if (outcome == Outcome::full) journal_.transaction_failed();
    return outcome;
}

void Ledger::append(PendingTurn& pending) {
    auto appended = journal_.append(pending.turn, pending.body);
    pending.status = appended.status;
    pending.fault = std::move(appended.fault);
    pending.position = appended.position;
}

// Under a savepoint: a write that is refused is undone as a whole, and the others of the batch stay.
void Ledger::run(PendingWrite& pending) {
    connection_.query("SAVEPOINT one").run();
    try {
        pending.work(connection_);
    } catch (const SQLite::Exception& error) {
        if (!is_refusal(error)) throw;
        pending.refusal = error.what();
    } catch (const std::exception& error) {
        pending.refusal = error.what();
    }
    if (pending.refusal) connection_.query("ROLLBACK TO one").run();
    connection_.query("RELEASE one").run();
}

Ledger::Outcome Ledger::fold(std::span<const Pending> batch) {
    std::uint64_t applied = folded_;
    const auto outcome = transaction("PRAGMA synchronous = NORMAL", [&] {
        for (const auto& pending : batch) {
            const auto* turn = std::get_if<PendingTurn>(&pending);
            if (!turn || turn->status != CommitStatus::committed) continue;
            assert(turn->position == applied + 1 && "folds without a gap");
            apply(connection_, applied = turn->position, turn->turn);
            pass(Failpoint::in_fold);
        }
        assert(applied == committed() && "the batch is the last one");
        set_folded_position(connection_, committed());
    });
    if (outcome == Outcome::written) folded_ = committed();
    return outcome;
}

Ledger::Outcome Ledger::catch_up() {
    while (folded_ < committed())
        if (catch_up_once() == Outcome::full) return Outcome::full;
    return Outcome::written;
}

Ledger::Outcome Ledger::catch_up_once() {
    const auto turns = turns_after(connection_, folded_, kMaxTurnsPerCatchUp);
    if (turns.empty()) throw StoreError("the journal ends before its last position");
    const auto outcome = transaction("PRAGMA synchronous = NORMAL", [&] {
        for (const auto& [position, turn] : turns) {
            apply(connection_, position, turn);
            pass(Failpoint::in_fold);
        }
        set_folded_position(connection_, turns.back().position);
    });
    if (outcome == Outcome::full) return outcome;
    folded_ = turns.back().position;
    return wal_is_long() ? checkpoint(Checkpoint::restart) : outcome;
}

Ledger::Outcome Ledger::drop_folds() {
    const auto outcome = transaction("PRAGMA synchronous = NORMAL", [&] { storage::drop_folds(connection_); });
    if (outcome == Outcome::written) folded_ = 0;
    return outcome;
}

Ledger::Outcome Ledger::probe() {
    if (checkpoint(Checkpoint::copy) == Outcome::full) return Outcome::full;  // a log that can begin again needs no room
    return transaction("PRAGMA synchronous = FULL", [&] {
        connection_.query("INSERT INTO probe VALUES (1, zeroblob(65536))").run();
        connection_.query("DELETE FROM probe").run();
    });
}

Ledger::Outcome Ledger::checkpoint(Checkpoint kind) {
    const int mode = kind == Checkpoint::copy      ? SQLITE_CHECKPOINT_PASSIVE
                     : kind == Checkpoint::restart ? SQLITE_CHECKPOINT_RESTART
                                                   : SQLITE_CHECKPOINT_TRUNCATE;
    auto* handle = connection_.database().getHandle();
    int pages = 0;
    int copied = 0;
    pass(Failpoint::before_checkpoint);
    connection_.database().setBusyTimeout(kCheckpointWaitMilliseconds);
    const int code = sqlite3_wal_checkpoint_v2(handle, nullptr, mode, &pages, &copied);
    connection_.database().setBusyTimeout(kBusyMilliseconds);
    pass(Failpoint::after_checkpoint);
    const int reason = code & 0xFF;  // without SQLite's extension
    if (reason == SQLITE_FULL) return Outcome::full;
    if (reason != SQLITE_OK && reason != SQLITE_BUSY && reason != SQLITE_LOCKED) stop_the_process(sqlite3_errmsg(handle), code);
    if (reason == SQLITE_OK && kind != Checkpoint::copy)
        wal_ = Wal{};
    else
        wal_ = {std::max(pages, 0), std::max(copied, 0), std::max(pages, 0) + kMaxWalPages};
    return Outcome::written;
}

}  // namespace storage
