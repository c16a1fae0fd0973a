// Folds: whatever is lost of them comes back from the journal.
#include "storage/codec.hpp"
#include "storage/folds.hpp"
#include "tests/storage/sqlite_installation.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <random>

namespace storage::support {
namespace {

using testing::IsEmpty;
using testing::Not;

class Folds : public SqliteDesk {
protected:
    Folds() {
        live_a_little(*store);
        close();
        live = dump_folds(installation.database());
    }
    std::map<std::string, std::vector<std::string>> live;
};

TEST_F(Folds, RebuildEqualsLive) {
    for (const auto& [table, rows] : live) EXPECT_THAT(rows, Not(IsEmpty())) << table;
    EXPECT_EQ(rebuild(installation.options()), 15U);
    EXPECT_EQ(dump_folds(installation.database()), live);
}

// Random turns of several conversations, told to a desk whose folds are made now and then: by readers, at a restart, after a crash.
TEST(LazyFolds, P2_AreWhatARebuildMakesOfTheJournal) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const auto any = [&](int count) { return std::uniform_int_distribution(0, count - 1)(random); };
    const SqliteInstallation installation;
    auto store = open_sqlite(installation.options());
    std::vector<Talk> talks;
    for (int i = 0; i < 6; ++i) talks.emplace_back("c" + std::to_string(i));
    std::map<std::string, std::vector<std::string>> said;
    for (int turn = 1; turn <= 400; ++turn) {
        auto& talk = talks[static_cast<std::size_t>(any(6))];
        const auto cid = "m" + std::to_string(turn);
        talk.now = kNoon + std::chrono::minutes(any(600));
        if (any(3) > 0) talk.customer("says " + cid, cid);
        if (any(3) > 0) talk.arms("t" + std::to_string(any(3)), talk.now, static_cast<std::uint64_t>(turn));
        if (any(3) == 0) talk.drops("t" + std::to_string(any(3)));
        if (any(5) == 0) talk.starts_job(static_cast<std::uint64_t>(any(4)), "lookup_orders").finishes_job(static_cast<std::uint64_t>(any(4)));
        if (any(8) == 0) talk.opens_ticket("leak " + cid);
        if (any(8) == 0 && !talk.draft.conversation.tickets.empty()) talk.ticket_goes(tickets::Status::in_progress);
        if (any(8) == 0) talk.fails_identity("id1", talk.now).note("hm");
        if (any(6) == 0) talk.waits(talk.now).system("please wait");
        const auto& id = talk.draft.conversation.id;
        for (const auto& entry : talk.draft.entries)
            if (!entry.cid.empty()) said[id].push_back(entry.cid);
        ASSERT_EQ(commit(*store, talk).status, CommitStatus::committed);
        if (any(20) == 0) store->timers();  // has the folds made
        if (any(60) == 0) store.reset(), store = open_sqlite(installation.options());
        if (!said[id].empty() && any(4) == 0) {  // a repeated message, its turn folded or not
            Talk again = talk;
            const auto& before = said[id][static_cast<std::size_t>(any(static_cast<int>(said[id].size())))];
            EXPECT_EQ(commit(*store, again.customer("again", before)).status, CommitStatus::duplicate) << before;
        }
        if (any(10) == 0) {
            EXPECT_EQ(store->conversation(id), talk.draft.conversation);
            EXPECT_THAT(store->entries(id, 0, kMaxPage), testing::SizeIs(talk.draft.conversation.positions));
            EXPECT_THAT(store->cids(id), testing::SizeIs(said[id].size()));
        }
    }
    store.reset();
    const auto live = dump_folds(installation.database());
    EXPECT_EQ(rebuild(installation.options()), 400U);
    EXPECT_EQ(dump_folds(installation.database()), live);
}

// What a crash leaves: the journal has turns that no table knows.
TEST(LazyFolds, P2_AMessageThatOnlyTheJournalHasIsADuplicateAfterACrash) {
    const SqliteInstallation installation;
    const auto crashed = installation.directory().parent_path() / "crashed";
    Talk talk;
    {
        const auto store = open_sqlite(installation.options());
        commit(*store, talk.customer("one", "m1"));
        store->timers();
        ASSERT_EQ(commit(*store, talk.customer("two", "m2")).status, CommitStatus::committed);
        std::filesystem::copy(installation.directory(), crashed, std::filesystem::copy_options::recursive);
    }
    auto options = installation.options();
    options.data_directory = crashed;
    const auto store = open_sqlite(options);
    EXPECT_EQ(commit(*store, talk.customer("two", "m2")).status, CommitStatus::duplicate);
    EXPECT_EQ(commit(*store, talk.customer("three", "m3")).status, CommitStatus::committed);
    EXPECT_EQ(texts(store->entries("c1", 0, kMaxPage)), (std::vector<std::string>{"one", "two", "three"}));
}

TEST_F(Folds, RebuildSaysHowFarItIs) {
    std::vector<std::uint64_t> told;
    rebuild(installation.options(), [&](std::uint64_t done, std::uint64_t) { told.push_back(done); });
    EXPECT_EQ(told.back(), 15U);
}

TEST_F(Folds, P1_WhatTheFoldsMissIsAppliedAtTheNextStart) {
    tamper("DELETE FROM turns; DELETE FROM conversations; DELETE FROM tickets; DELETE FROM timers; DELETE FROM jobs;"
           "DELETE FROM ticket_log; DELETE FROM identity_tries; DELETE FROM labelled_examples; UPDATE folded SET position = 0");
    open();
    EXPECT_EQ(texts(store->visible_entries("c2", 0, 1)), std::vector<std::string>{"hello"});
    close();
    EXPECT_EQ(dump_folds(installation.database()), live);
}

TEST_F(Folds, R21_ACorrectionIsKeptAsALabelledExample) {
    ASSERT_EQ(live.at("labelled_examples").size(), 3U);
    EXPECT_THAT(live.at("labelled_examples")[0], testing::HasSubstr("WX20240512001|it leaks|noise|leak|a1|"));
}

}  // namespace
}  // namespace storage::support
