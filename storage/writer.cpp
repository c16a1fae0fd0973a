#include "storage/writer.hpp"

#include "storage/codec.hpp"
#include "storage/failpoint.hpp"

#include <cassert>
#include <iterator>
#include <utility>

namespace storage {

namespace {

void finish(PendingTurn& pending) { pending.done(std::move(pending.commit)); }

void finish(PendingWrite& pending) { pending.finished.set_value(std::move(pending.refusal)); }

std::size_t bytes_of(const Pending& pending) {
    const auto* turn = std::get_if<std::unique_ptr<PendingTurn>>(&pending);
    return turn ? (*turn)->bytes.bytes.size() : 0;
}

void refuse(PendingTurn& pending) {
    pending.commit.status = CommitStatus::overloaded;
    pending.commit.fault.clear();
}

void refuse(PendingWrite& pending) { pending.refusal = "the disk is full: nothing was written"; }

}  // namespace

Writer::Writer(std::unique_ptr<Ledger> ledger) : ledger_(std::move(ledger)) {
    writable_ = ledger_->catch_up() == Ledger::Outcome::written;
    folds_stalled_ = !writable_;
    reported_ = ledger_->committed();
    folded_ = ledger_->folded();
    thread_ = std::jthread([this](std::stop_token stop) { run(std::move(stop)); });
}

Writer::~Writer() {
    thread_.request_stop();
    thread_.join();
}

void Writer::commit(dialog::Turn&& turn, Store::Done done) {
    auto bytes = encode(turn);
    const auto size = bytes.bytes.size();
    Pending pending = std::make_unique<PendingTurn>(Commit{CommitStatus::overloaded, std::move(turn), {}}, std::move(bytes), std::move(done));
    bool first = false;
    {
        const std::lock_guard lock(queue_mutex_);
        first = queue_.empty();
        if (queue_.size() >= kMaxQueuedTurns || queued_bytes_ + size > kMaxQueuedBytes) {
            turned_away_.push_back(std::move(pending));
        } else {
            queued_bytes_ += size;
            queue_.push_back(std::move(pending));
        }
    }
    if (first) queued_.notify_one();  // else the writer has been told and has not looked yet
}

void Writer::after_batch(std::function<void()> run) {
    const std::lock_guard lock(after_batch_mutex_);
    after_batch_ = std::move(run);
}

void Writer::write(std::function<void(Connection&)> work) {
    assert(!on_writers_thread() && "a done call must not wait for the writer");
    auto pending = std::make_unique<PendingWrite>(std::move(work));
    auto finished = pending->finished.get_future();
    {
        const std::lock_guard lock(queue_mutex_);
        queue_.push_back(std::move(pending));
    }
    queued_.notify_one();
    if (const auto refusal = finished.get()) throw StoreError(*refusal);
}

void Writer::wait_for_folds() {
    assert(!on_writers_thread() && "a done call must not wait for the writer");
    const auto target = reported_.load();
    const auto made = [&] { return folded_ >= target || folds_stalled_; };
    {
        const std::lock_guard lock(folds_mutex_);
        if (made()) return;
    }
    {
        const std::lock_guard lock(queue_mutex_);
        folds_wanted_ = true;
    }
    queued_.notify_one();
    std::unique_lock lock(folds_mutex_);
    folds_moved_.wait(lock, made);
}

void Writer::run(std::stop_token stop) {
    writers_thread_ = std::this_thread::get_id();
    while (auto round = next_round(stop)) {
        if (round->empty()) {
            idle();
            continue;
        }
        if (!round->batch.empty()) write_round(*round);
        report(*round);
        if (round->folds_wanted || fold_is_due()) fold();
        if (ledger_->wal_is_long() && ledger_->checkpoint(Ledger::Checkpoint::restart) == Ledger::Outcome::full) writable_ = false;
    }
    fold();
}

bool Writer::fold_is_due() const {
    return ledger_->fold_is_due() || (ledger_->folded() < ledger_->committed() && std::chrono::steady_clock::now() - unfolded_since_ >= kMaxFoldLag);
}

// How long to wait for work before there is something else to do; nothing: for ever.
std::optional<std::chrono::milliseconds> Writer::patience() const {
    if (!writable_) return kProbeEvery;
    if (ledger_->folded() < ledger_->committed()) return kIdleBeforeFold;
    if (ledger_->uncopied_pages() >= kIdleCheckpointPages) return kIdleBeforeCheckpoint;
    return std::nullopt;
}

std::optional<Writer::Round> Writer::next_round(std::stop_token stop) {
    std::unique_lock lock(queue_mutex_);
    const auto has_work = [&] { return !queue_.empty() || !turned_away_.empty() || folds_wanted_; };
    if (const auto limit = patience())
        queued_.wait_for(lock, stop, *limit, has_work);
    else
        queued_.wait(lock, stop, has_work);
    if (stop.stop_requested() && !has_work()) return std::nullopt;
    Round round{{}, std::exchange(turned_away_, {}), std::exchange(folds_wanted_, false)};
    if (queue_.size() <= kMaxBatch) {
        round.batch.swap(queue_);
    } else {
        const auto end = queue_.begin() + kMaxBatch;
        round.batch.assign(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
        queue_.erase(queue_.begin(), end);
    }
    for (const auto& pending : round.batch) queued_bytes_ -= bytes_of(pending);
    return round;
}

void Writer::write_round(Round& round) {
    if (ledger_->folded() == ledger_->committed()) unfolded_since_ = std::chrono::steady_clock::now();
    auto outcome = Ledger::Outcome::written;
    if (!writable_) {  // the folds come first: they must not fall further behind than they may
        outcome = ledger_->catch_up();
        if (outcome == Ledger::Outcome::written) publish_folds();  // readers wait for the folds again, before the next turn is reported
    }
    if (outcome == Ledger::Outcome::written) outcome = ledger_->commit(round.batch);
    if (outcome == Ledger::Outcome::full)
        for (auto& pending : round.batch) std::visit([](auto& each) { refuse(*each); }, pending);
    writable_ = outcome == Ledger::Outcome::written;
}

void Writer::report(Round& round) {
    reported_ = ledger_->committed();
    for (auto* pendings : {&round.batch, &round.turned_away}) {
        for (auto& pending : *pendings) {
            std::visit([](auto& each) { finish(*each); }, pending);
            pass(Failpoint::between_reports);
        }
    }
    const std::lock_guard lock(after_batch_mutex_);
    if (after_batch_) after_batch_();
}

void Writer::fold() {
    if (writable_) {
        auto outcome = ledger_->catch_up();
        if (outcome == Ledger::Outcome::full) outcome = make_room();
        writable_ = outcome == Ledger::Outcome::written;
    }
    publish_folds();
}

void Writer::publish_folds() {
    {
        const std::lock_guard lock(folds_mutex_);
        folded_ = ledger_->folded();
        folds_stalled_ = !writable_ && folded_ < ledger_->committed();
    }
    folds_moved_.notify_all();
}

// A log that has been copied can begin again in the room that it has.
Ledger::Outcome Writer::make_room() {
    const auto outcome = ledger_->checkpoint(Ledger::Checkpoint::copy);
    return outcome == Ledger::Outcome::written ? ledger_->catch_up() : outcome;
}

// Nobody waits: the folds are made, then the log is copied into the database; and a disk that was full is tried again.
void Writer::idle() {
    if (!writable_) {
        if (ledger_->probe() == Ledger::Outcome::written) writable_ = make_room() == Ledger::Outcome::written;
        publish_folds();
    } else if (ledger_->folded() < ledger_->committed()) {
        fold();
    } else if (ledger_->checkpoint(Ledger::Checkpoint::copy) == Ledger::Outcome::full) {
        writable_ = false;
    }
}

}  // namespace storage
