// The writer: group commit, its queue, reads that wait for the folds.
#include "storage/log_queries.hpp"
#include "storage/writer.hpp"
#include "tests/storage/contract.hpp"
#include "tests/storage/pending.hpp"
#include "tests/storage/sqlite_installation.hpp"

#include <future>

namespace storage::support {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::ThrowsMessage;

class WriterTest : public testing::Test {
protected:
    WriterTest() {
        writer = std::make_unique<Writer>(open_ledger(directory.path()));
        writer->after_batch([this] {
            batches.push_back(reports_in_batch);
            reports_in_batch = 0;
        });
    }

    // Keeps the writer busy in a done call until `release` is set, as a long fsync would.
    void hold() {
        std::promise<void> held;
        writer->commit(Talk("held").customer("x").turn(), [this, &held](const Commit&) {
            ++reports_in_batch;
            held.set_value();
            release.get_future().wait();
        });
        held.get_future().wait();
    }
    void commit(dialog::Turn turn) {
        writer->commit(std::move(turn), [this](const Commit& commit) {
            ++reports_in_batch;
            statuses.push_back(commit.status);
        });
    }
    CommitStatus status_of(dialog::Turn turn) {
        std::promise<CommitStatus> status;
        writer->commit(std::move(turn), [&](const Commit& commit) { status.set_value(commit.status); });
        return status.get_future().get();
    }
    void close() { writer.reset(); }  // all done calls have run when it returns

    TemporaryDirectory directory;
    std::promise<void> release;
    int reports_in_batch = 0;          // these three belong to the writer's thread until close()
    std::vector<int> batches;
    std::vector<CommitStatus> statuses;
    std::unique_ptr<Writer> writer;
};

TEST_F(WriterTest, WhatWaitsDuringOneCommitGoesIntoTheNext) {
    hold();
    for (int i = 0; i < 40; ++i) commit(Talk("c" + std::to_string(i)).customer("x").turn());
    release.set_value();
    close();
    EXPECT_THAT(batches, ElementsAre(1, 40));
}

TEST_F(WriterTest, ABatchHasAtMostKMaxBatch) {
    hold();
    for (std::size_t i = 0; i <= kMaxBatch; ++i) commit(Talk("c" + std::to_string(i)).turn());
    release.set_value();
    close();
    EXPECT_THAT(batches, ElementsAre(1, static_cast<int>(kMaxBatch), 1));
}

TEST_F(WriterTest, P12_OneTurnMoreThanTheQueueHoldsIsTurnedAway) {
    hold();
    const auto never_stored = dialog::Turn{};  // cheap: the queue is what is tested
    for (std::size_t i = 0; i <= kMaxQueuedTurns; ++i) commit(never_stored);
    release.set_value();
    close();
    ASSERT_THAT(statuses, SizeIs(kMaxQueuedTurns + 1));
    EXPECT_EQ(std::count(statuses.begin(), statuses.end(), CommitStatus::overloaded), 1);
}

TEST_F(WriterTest, P12_TheQueueIsBoundedInBytesToo) {
    hold();
    const auto large = Talk("c1").customer(std::string(kMaxTurnBytes, 'x')).turn();
    const auto fit = kMaxQueuedBytes / encode(large).bytes.size();
    for (std::size_t i = 0; i < fit + 1; ++i) commit(large);
    release.set_value();
    close();
    EXPECT_EQ(std::count(statuses.begin(), statuses.end(), CommitStatus::overloaded), 1);
}

TEST_F(WriterTest, AReadAfterAReportSeesTheTurnFolded) {
    Connection reader(directory.path() / "frontdesk.db", Connection::Mode::read);
    Talk talk;
    for (int i = 1; i <= 20; ++i) {
        const auto turn = talk.customer(std::to_string(i)).turn();
        ASSERT_EQ(status_of(turn), CommitStatus::committed);
        writer->wait_for_folds();
        EXPECT_EQ(queries::conversation_row(reader, "c1")->last_text, std::to_string(i));
        talk.became(turn.conversation);
    }
}

TEST_F(WriterTest, P13_AFullDiskIsSaidAndRecoversByItself) {
    Talk talk;
    ASSERT_EQ(status_of(talk.customer("x").turn()), CommitStatus::committed);
    talk.became(talk.turn().conversation);
    const auto large = talk.customer(std::string(100000, 'x')).turn();
    writer->write([](Connection& connection) { allow_growth(connection, 2); });
    EXPECT_EQ(status_of(large), CommitStatus::overloaded);
    EXPECT_FALSE(writer->writable());
    writer->wait_for_folds();
    EXPECT_THAT([&] { writer->write([](Connection& connection) { connection.query("INSERT INTO probe VALUES (1, zeroblob(100000))").run(); }); },
                ThrowsMessage<StoreError>(HasSubstr("the disk is full")));
    writer->write([](Connection& connection) { allow_growth(connection, 1000); });
    EXPECT_EQ(status_of(large), CommitStatus::committed);
    EXPECT_TRUE(writer->writable());
}

TEST_F(WriterTest, P13_WhileTheFoldsDoNotFitReadsGoOnAndNothingIsCommitted) {
    auto status = CommitStatus::overloaded;
    const auto large = Talk().customer("x", "m1").opens_ticket(std::string(20000, 'x')).turn();  // more in the folds than in the journal
    for (int pages = 1; status == CommitStatus::overloaded; ++pages) {
        writer->write([&](Connection& connection) { allow_growth(connection, pages); });
        status = status_of(large);
    }
    writer->wait_for_folds();  // does not hang
    EXPECT_FALSE(writer->writable());
    EXPECT_EQ(status_of(large), CommitStatus::overloaded);
    close();
    const auto ledger = open_ledger(directory.path());  // there is room now
    EXPECT_EQ(ledger->folded(), 0U);
    EXPECT_EQ(ledger->catch_up(), Ledger::Outcome::written);
    EXPECT_EQ(ledger->folded(), 1U);
}

TEST_F(WriterTest, ADirectWritesOwnErrorReachesItsCaller) {
    EXPECT_THAT([&] { writer->write([](Connection&) { throw std::out_of_range("no such thing"); }); }, ThrowsMessage<StoreError>("no such thing"));
    EXPECT_TRUE(writer->writable());
}

TEST(WriterDeathTest, AReadInADoneCallIsAProgrammersError) {
    const TemporaryDirectory directory;
    EXPECT_DEATH(
        {
            Writer writer(open_ledger(directory.path()));
            std::promise<void> reported;
            writer.commit(Talk().customer("x").turn(), [&](const Commit&) { writer.wait_for_folds(); });
            reported.get_future().wait();
        },
        "a done call must not wait for the writer");
}

}  // namespace
}  // namespace storage::support
