// The ledger: one transaction for many, none spoiled by another; what happens when there is no room.
#include "storage/access.hpp"
#include "tests/storage/contract.hpp"
#include "tests/storage/pending.hpp"
#include "tests/storage/sqlite_installation.hpp"

namespace storage::support {
namespace {

using Outcome = Ledger::Outcome;

class LedgerTest : public testing::Test {
protected:
    LedgerTest() : ledger(open_ledger(directory.path())) {}

    int ask(const char* sql) { return ledger->connection().database().execAndGet(sql).getInt(); }
    // A turn that needs pages of its own.
    static dialog::Turn large(const std::string& id) { return Talk(id).customer(std::string(20000, 'x'), "m1").turn(); }

    TemporaryDirectory directory;
    std::unique_ptr<Ledger> ledger;
};

TEST_F(LedgerTest, OneBadTurnDoesNotSpoilTheBatch) {
    auto refused = Talk("c2").customer("two").turn();
    refused.refused = "not_holder";
    auto batch = batch_of(Talk("c1").customer("one").turn(), refused, Talk("c3").customer("three").turn());
    EXPECT_EQ(ledger->commit(batch), Outcome::written);
    EXPECT_EQ(turn_in(batch[0]).commit.status, CommitStatus::committed);
    EXPECT_EQ(turn_in(batch[1]).commit.status, CommitStatus::invalid);
    EXPECT_EQ(turn_in(batch[2]).commit.status, CommitStatus::committed);
    EXPECT_EQ(turn_in(batch[2]).position, 2U);
}

TEST_F(LedgerTest, ADirectWriteThatFailsIsUndoneAlone) {
    const auto half = [](Connection& connection) {
        access::put_token(connection, "t1", "c1", kNoon);
        access::put_token(connection, "t1", "c1", kNoon);  // not unique
    };
    auto batch = batch_of(Talk().customer("one").turn(), std::function<void(Connection&)>(half));
    EXPECT_EQ(ledger->commit(batch), Outcome::written);
    EXPECT_TRUE(std::get<std::unique_ptr<PendingWrite>>(batch[1])->refusal);
    EXPECT_EQ(ask("SELECT count(*) FROM tokens"), 0);
    EXPECT_EQ(ask("SELECT count(*) FROM journal"), 1);
}

TEST_F(LedgerTest, ATurnLargerThanARowHoldsIsInvalid) {
    Talk talk;
    auto batch = batch_of(talk.customer(std::string(kMaxTurnBytes, 'x')).turn());
    EXPECT_EQ(ledger->commit(batch), Outcome::written);
    EXPECT_EQ(turn_in(batch[0]).commit.status, CommitStatus::invalid);
}

TEST_F(LedgerTest, P13_AFullDiskUndoesTheWholeBatch) {
    allow_growth(ledger->connection(), 2);
    auto batch = batch_of(Talk("c1").opens_ticket("leak").turn(), large("c2"));
    EXPECT_EQ(ledger->commit(batch), Outcome::full);
    EXPECT_EQ(ledger->committed(), 0U);
    EXPECT_EQ(ask("SELECT count(*) FROM journal"), 0);
    EXPECT_EQ(ask("SELECT count(*) FROM ticket_serials"), 0);
}

TEST_F(LedgerTest, P8_P13_WhenThereIsRoomAgainNothingIsMissingOrDouble) {
    allow_growth(ledger->connection(), 2);
    auto failed = batch_of(Talk("c1").opens_ticket("leak").turn(), large("c2"));
    ASSERT_EQ(ledger->commit(failed), Outcome::full);
    EXPECT_EQ(ledger->probe(), Outcome::full);
    allow_growth(ledger->connection(), 1000);
    EXPECT_EQ(ledger->probe(), Outcome::written);
    auto again = batch_of(Talk("c1").opens_ticket("leak").turn(), large("c2"));
    EXPECT_EQ(ledger->commit(again), Outcome::written);
    EXPECT_EQ(turn_in(again[0]).commit.turn.conversation.tickets[0].number, "WX20240512001");
    EXPECT_EQ(ledger->fold(), Outcome::written);
    EXPECT_EQ(ask("SELECT count(*) FROM conversations"), 2);
}

// The journal may just fit where the folds do not: then the turn is committed, and the folds catch up.
TEST_F(LedgerTest, P13_FoldsThatDoNotFitAreMadeUpFor) {
    auto outcome = Outcome::full;
    for (int pages = 1; outcome == Outcome::full; ++pages) {
        allow_growth(ledger->connection(), pages);
        auto batch = batch_of(Talk().customer("text", "m1").opens_ticket(std::string(20000, 'x')).turn());  // more in the folds than in the journal
        outcome = ledger->commit(batch);
        if (outcome == Outcome::written) {
            EXPECT_EQ(ledger->fold(), Outcome::full) << pages;
        }
    }
    EXPECT_EQ(ledger->committed(), 1U);
    EXPECT_EQ(ledger->folded(), 0U);
    EXPECT_EQ(ledger->catch_up(), Outcome::full);
    allow_growth(ledger->connection(), 100);
    EXPECT_EQ(ledger->catch_up(), Outcome::written);
    EXPECT_EQ(ask("SELECT count(*) FROM conversations"), 1);
}

TEST_F(LedgerTest, P2_P13_AfterAFullDiskTheTurnsThatNoTableHasAreStillKnown) {
    Talk talk("c1");
    const auto first = talk.customer("one", "m1").turn();
    auto committed = batch_of(first);
    ASSERT_EQ(ledger->commit(committed), Outcome::written);
    allow_growth(ledger->connection(), 0);
    auto failed = batch_of(large("c2"));
    ASSERT_EQ(ledger->commit(failed), Outcome::full);
    allow_growth(ledger->connection(), 1000);
    ASSERT_EQ(ledger->folded(), 0U);
    talk.became(first.conversation);
    auto again = batch_of(first, talk.customer("one", "m1").turn());
    talk.forget();
    again.push_back(pending(talk.customer("two", "m2").turn()));
    EXPECT_EQ(ledger->commit(again), Outcome::written);
    EXPECT_EQ(turn_in(again[0]).commit.status, CommitStatus::duplicate);
    EXPECT_EQ(turn_in(again[1]).commit.status, CommitStatus::duplicate);
    EXPECT_EQ(turn_in(again[2]).commit.status, CommitStatus::committed);
    EXPECT_EQ(turn_in(again[2]).root, 1U);
}

TEST_F(LedgerTest, ACheckpointEmptiesTheLogWhenNobodyReads) {
    auto batch = batch_of(large("c1"));
    ledger->commit(batch);
    EXPECT_GT(ledger->uncopied_pages(), 0);
    ledger->checkpoint(Ledger::Checkpoint::copy);
    EXPECT_EQ(ledger->uncopied_pages(), 0);
    ledger->checkpoint(Ledger::Checkpoint::shrink);
    EXPECT_EQ(std::filesystem::file_size(directory.path() / "frontdesk.db-wal"), 0U);
}

TEST_F(LedgerTest, AReaderHoldsBackACheckpointButDoesNotStopIt) {
    Connection reader(directory.path() / "frontdesk.db", Connection::Mode::read);
    SQLite::Transaction reading(reader.database());
    reader.database().execAndGet("SELECT count(*) FROM journal");
    auto batch = batch_of(large("c1"));
    ledger->commit(batch);
    EXPECT_EQ(ledger->checkpoint(Ledger::Checkpoint::restart), Outcome::written);
    EXPECT_GT(ledger->uncopied_pages(), 0);
    EXPECT_FALSE(ledger->wal_is_long());
}

}  // namespace
}  // namespace storage::support
