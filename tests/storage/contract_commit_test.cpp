// Contract: commits. The compare-and-set, repeated messages, order, what survives a restart.
#include "storage/digest.hpp"
#include "tests/storage/contract.hpp"

#include <future>

namespace storage::support {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST_P(StoreContract, P6_TheConversationComesBackAsItWasCommitted) {
    Talk talk;
    talk.draft.conversation.slots["model"] = {"KFR-35", "said", 1};
    const auto turn = committed(talk.customer("It leaks", "m1").bot("Where?").arms("silence", now, 1));
    EXPECT_EQ(store->conversation("c1"), turn.conversation);
    restart();
    EXPECT_EQ(store->conversation("c1"), turn.conversation);
    EXPECT_EQ(store->conversation("c2"), std::nullopt);
}

TEST_P(StoreContract, P6_WhatChangesAndChangesBackIsKeptAtEveryTurn) {
    Talk talk;
    for (const auto* model : {"KFR-35", "KFR-35", "KFR-36", "KFR-35", "KFR-35"}) {
        talk.draft.conversation.slots["model"] = {model, "said", 1};
        const auto turn = committed(talk.customer("text"));
        EXPECT_EQ(store->conversation("c1"), turn.conversation) << model;
        talk.draft.conversation.identity.customer_name = "Li Lei";
        const auto named = committed(talk);
        EXPECT_EQ(store->conversation("c1"), named.conversation) << model;
    }
    const auto last = store->conversation("c1");
    restart();
    EXPECT_EQ(store->conversation("c1"), last);
}

TEST_P(StoreContract, P14_OnlyTheVersionAfterTheLastIsCommitted) {
    Talk talk;
    committed(talk.customer("one"));
    auto turn = talk.customer("two").turn();
    for (const auto version : {0, 1, 3}) {
        turn.conversation.version = static_cast<std::uint64_t>(version);
        EXPECT_NE(commit(*store, turn).status, CommitStatus::committed) << version;
    }
    EXPECT_EQ(status_of(talk), CommitStatus::committed);
    EXPECT_THAT(texts(store->entries("c1", 0, 10)), ElementsAre("one", "two"));
}

TEST_P(StoreContract, P14_AVersionIsStillAConflictAfterARestart) {
    Talk talk;
    const auto first = talk.customer("one").turn();
    committed(talk);
    restart();
    EXPECT_EQ(commit(*store, first).status, CommitStatus::conflict);
}

TEST_P(StoreContract, P7_OfTwoClaimsAtOnceOneWins) {
    Talk talk;
    committed(talk.waits(now));
    Talk other = talk;
    EXPECT_EQ(status_of(talk.held_by("a1")), CommitStatus::committed);
    EXPECT_EQ(status_of(other.held_by("a2")), CommitStatus::conflict);
    EXPECT_EQ(store->conversation("c1")->holder.agent, "a1");
}

TEST_P(StoreContract, P2_AMessageIsCommittedOnce) {
    Talk talk;
    committed(talk.customer("hello", "m1"));
    EXPECT_EQ(status_of(talk.customer("hello", "m1")), CommitStatus::duplicate);
    restart();
    EXPECT_EQ(status_of(talk.customer("hello", "m1")), CommitStatus::duplicate);
    EXPECT_THAT(store->entries("c1", 0, 10), SizeIs(1));
}

TEST_P(StoreContract, P2_ARepeatedMessageInTheSameBatchIsADuplicateToo) {
    Talk talk;
    auto first = talk.customer("hello", "m1").turn();
    talk.became(first.conversation);
    auto second = talk.customer("hello", "m1").turn();
    std::promise<Commit> a, b;
    store->commit(std::move(first), [&](Commit commit) { a.set_value(std::move(commit)); });
    store->commit(std::move(second), [&](Commit commit) { b.set_value(std::move(commit)); });
    EXPECT_EQ(a.get_future().get().status, CommitStatus::committed);
    EXPECT_EQ(b.get_future().get().status, CommitStatus::duplicate);
}

TEST_P(StoreContract, P2_ACidBelongsToItsConversationAndKindOfAuthor) {
    Talk talk, other("c2");
    committed(talk.customer("hello", "m1"));
    EXPECT_EQ(status_of(talk.agent("hello", "m1")), CommitStatus::committed);
    EXPECT_EQ(status_of(other.customer("hello", "m1")), CommitStatus::committed);
    EXPECT_EQ(status_of(talk.customer("a", "m2").customer("b", "m2")), CommitStatus::duplicate);
}

TEST_P(StoreContract, P2_WhatWasAnsweredToAMessageIsKept) {
    Talk talk;
    committed(talk.note("careful").customer("hello", "m1").bot("hi").agent("yes?", "m2"));
    const auto rows = store->cids("c1");
    ASSERT_THAT(rows, SizeIs(2));
    EXPECT_EQ(rows[0].cid, "m1");
    EXPECT_EQ(rows[0].seq, 1U);
    EXPECT_EQ(rows[0].position, 2U);
    EXPECT_EQ(rows[0].content_hash, content_hash("hello"));
    EXPECT_EQ(rows[0].from, dialog::From::customer);
    EXPECT_EQ(rows[1].from, dialog::From::agent);
}

TEST_P(StoreContract, P4_EntriesThatLeaveAGapAreNotStored) {
    Talk talk;
    committed(talk.customer("one"));
    auto gap = talk.customer("two").turn();
    ++gap.entries[0].position;
    EXPECT_EQ(commit(*store, gap).status, CommitStatus::invalid);
    auto wrong_seq = talk.turn();
    wrong_seq.entries[0].seq = 7;
    EXPECT_EQ(commit(*store, wrong_seq).status, CommitStatus::invalid);
    auto uncounted = talk.turn();
    ++uncounted.conversation.positions;
    EXPECT_EQ(commit(*store, uncounted).status, CommitStatus::invalid);
    EXPECT_EQ(status_of(talk), CommitStatus::committed);
}

TEST_P(StoreContract, ARefusedTurnIsNotStored) {
    Talk talk;
    auto turn = talk.customer("one").turn();
    turn.refused = "not_holder";
    const auto report = commit(*store, turn);
    EXPECT_EQ(report.status, CommitStatus::invalid);
    EXPECT_EQ(report.fault, "refused: not_holder");
}

TEST_P(StoreContract, P4_ReportsOfAConversationComeInOrder) {
    Talk talk;
    std::vector<std::uint64_t> reported;
    std::promise<void> all;
    for (int i = 0; i < 50; ++i) {
        auto turn = talk.customer("text").turn();
        talk.became(turn.conversation);
        store->commit(std::move(turn), [&](Commit commit) {
            reported.push_back(commit.turn.conversation.version);
            if (reported.size() == 50) all.set_value();
        });
    }
    all.get_future().wait();
    EXPECT_TRUE(std::is_sorted(reported.begin(), reported.end()));
    EXPECT_EQ(reported.back(), 50U);
}

TEST_P(StoreContract, ADoneCallMayCommitTheNextTurn) {
    Talk talk;
    std::promise<Commit> second;
    store->commit(talk.customer("one").turn(), [&](const Commit& first) {
        Talk next(first.turn.conversation);
        store->commit(next.customer("two").turn(), [&](Commit commit) { second.set_value(std::move(commit)); });
    });
    EXPECT_EQ(second.get_future().get().status, CommitStatus::committed);
    EXPECT_THAT(texts(store->entries("c1", 0, 10)), ElementsAre("one", "two"));
}

TEST_P(StoreContract, P1_WhatWaitsWhenTheStoreClosesIsWritten) {
    Talk talk;
    for (int i = 0; i < 30; ++i) {
        auto turn = talk.customer("text").turn();
        talk.became(turn.conversation);
        store->commit(std::move(turn), [](const Commit&) {});
    }
    restart();
    EXPECT_EQ(store->conversation("c1")->version, 30U);
    EXPECT_THAT(store->entries("c1", 0, 100), SizeIs(30));
}

TEST_P(StoreContract, AFreshStoreIsEmptyAndWritable) {
    EXPECT_TRUE(store->writable());
    EXPECT_THAT(store->conversations("", "", 10), IsEmpty());
    EXPECT_THAT(store->timers(), IsEmpty());
    EXPECT_THAT(store->jobs(), IsEmpty());
}

}  // namespace
}  // namespace storage::support
