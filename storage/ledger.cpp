#include "storage/ledger.hpp"

#include "storage/failpoint.hpp"
#include "storage/migrations.hpp"

#include <sqlite3.h>

#include <algorithm>
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
    connection_.execute("PRAGMA synchronous = FULL");
    const auto count_pages = [](void* wal, sqlite3*, const char*, int pages) {
        auto& counted = *static_cast<Wal*>(wal);
        if (pages < counted.pages) counted.copied = 0;  // it has begun again
        counted.pages = pages;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(connection_.database().getHandle(), count_pages, &wal_);
}

Ledger::~Ledger() { checkpoint(Checkpoint::shrink); }

Ledger::Outcome Ledger::transaction(const std::function<void()>& work) {
    try {
        connection_.query("BEGIN IMMEDIATE").run();
        work();
        connection_.query("COMMIT").run();
        return Outcome::written;
    } catch (const SQLite::Exception& error) {
        if (!is_lack_of_room(error)) stop_the_process(error.what(), error.getExtendedErrorCode());
    }
    try {
        if (connection_.in_transaction()) connection_.query("ROLLBACK").run();
        return Outcome::full;
    } catch (const SQLite::Exception& error) {
        stop_the_process(error.what(), error.getExtendedErrorCode());
    }
}

// The journal has it all: the next fsync of a commit carries this too.
Ledger::Outcome Ledger::transaction_without_waiting(const std::function<void()>& work) {
    connection_.execute("PRAGMA synchronous = NORMAL");
    const auto outcome = transaction(work);
    connection_.execute("PRAGMA synchronous = FULL");
    return outcome;
}

Ledger::Outcome Ledger::commit(std::span<Pending> batch) {
    pass(Failpoint::before_transaction);
    const auto outcome = transaction([&] {
        journal_.transaction_began();
        for (auto& pending : batch) {
            std::visit([this](auto& each) { write(*each); }, pending);
            pass(Failpoint::between_turns);
        }
        pass(Failpoint::before_commit);
    });
    if (outcome == Outcome::full) {
        journal_.transaction_failed(folded_);
        return outcome;
    }
    pass(Failpoint::after_commit);
    const std::lock_guard lock(window_mutex_);
    for (const auto& pending : batch) {
        const auto* turn = std::get_if<std::unique_ptr<PendingTurn>>(&pending);
        if (turn && (*turn)->commit.status == CommitStatus::committed) window_.add((*turn)->position, (*turn)->root, (*turn)->commit.turn);
    }
    return outcome;
}

void Ledger::write(PendingTurn& pending) {
    auto appended = journal_.append(pending.commit.turn, pending.bytes);
    pending.commit.status = appended.status;
    pending.commit.fault = std::move(appended.fault);
    pending.position = appended.position;
    pending.root = appended.root;
}

// Under a savepoint: a write that is refused is undone as a whole, and the others of the batch stay.
void Ledger::write(PendingWrite& pending) {
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

Ledger::Outcome Ledger::fold() {
    if (window_.empty()) return Outcome::written;
    const auto outcome = write_folds(window_);
    if (outcome == Outcome::full) return outcome;
    const std::lock_guard lock(window_mutex_);
    window_.clear();
    journal_.all_is_folded();
    return outcome;
}

Ledger::Outcome Ledger::write_folds(const FoldWindow& window) {
    const auto outcome = transaction_without_waiting([&] { window.write(connection_); });
    if (outcome == Outcome::written) folded_ = window.last();
    return outcome;
}

std::optional<std::uint64_t> Ledger::unfolded(const dialog::ConversationId& id) const {
    const std::lock_guard lock(window_mutex_);
    return window_.last_of(id);
}

Ledger::Outcome Ledger::catch_up() {
    while (folded_ < committed())
        if ((window_.empty() ? catch_up_once() : fold()) == Outcome::full) return Outcome::full;
    return Outcome::written;
}

Ledger::Outcome Ledger::catch_up_once() {
    const auto turns = turns_after(connection_, folded_, kMaxTurnsPerCatchUp);
    if (turns.empty()) throw StoreError("the journal ends before its last position");
    FoldWindow window;
    for (const auto& [position, root, turn] : turns) window.add(position, root, turn);
    const auto outcome = write_folds(window);
    return outcome == Outcome::written && wal_is_long() ? checkpoint(Checkpoint::restart) : outcome;
}

Ledger::Outcome Ledger::drop_folds() {
    const auto outcome = transaction_without_waiting([&] { storage::drop_folds(connection_); });
    if (outcome == Outcome::written) folded_ = 0;
    return outcome;
}

Ledger::Outcome Ledger::probe() {
    if (checkpoint(Checkpoint::copy) == Outcome::full) return Outcome::full;  // a log that can begin again needs no room
    return transaction([&] {
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
