// Folds: whatever is lost of them comes back from the journal.
#include "storage/codec.hpp"
#include "storage/folds.hpp"
#include "tests/storage/sqlite_installation.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

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

TEST_F(Folds, RebuildSaysHowFarItIs) {
    std::vector<std::uint64_t> told;
    rebuild(installation.options(), [&](std::uint64_t done, std::uint64_t) { told.push_back(done); });
    EXPECT_EQ(told.back(), 15U);
}

TEST_F(Folds, P1_WhatTheFoldsMissIsAppliedAtTheNextStart) {
    tamper("DELETE FROM entries; DELETE FROM conversations; DELETE FROM tickets; DELETE FROM cids; DELETE FROM timers; DELETE FROM jobs;"
           "DELETE FROM ticket_log; DELETE FROM identity_tries; DELETE FROM labelled_examples; UPDATE folded SET position = 0");
    open();
    EXPECT_EQ(texts(store->visible_entries("c2", 0, 1)), std::vector<std::string>{"hello"});
    close();
    EXPECT_EQ(dump_folds(installation.database()), live);
}

// As a crash between the journal's transaction and the folds' leaves it.
TEST_F(Folds, P1_TheMissingTailAloneIsApplied) {
    tamper("DELETE FROM labelled_examples WHERE position = 15; UPDATE folded SET position = 14");
    open();
    close();
    EXPECT_EQ(dump_folds(installation.database()), live);
}

TEST_F(Folds, P2_AMessageInTheMissingTailIsStillADuplicate) {
    tamper("DELETE FROM cids WHERE conversation = 'c3' AND cid = 'x1'; DELETE FROM entries WHERE conversation = 'c3' AND position > 5;"
           "DELETE FROM labelled_examples WHERE position > 13; DELETE FROM ticket_log WHERE position > 13; UPDATE folded SET position = 13");
    open();
    Talk talk(store->conversation("c3").value());
    EXPECT_EQ(commit(*store, talk.agent("I am Anna", "x1")).status, CommitStatus::duplicate);
}

TEST_F(Folds, R21_ACorrectionIsKeptAsALabelledExample) {
    ASSERT_EQ(live.at("labelled_examples").size(), 3U);
    EXPECT_THAT(live.at("labelled_examples")[0], testing::HasSubstr("WX20240512001|it leaks|noise|leak|a1|"));
}

}  // namespace
}  // namespace storage::support
