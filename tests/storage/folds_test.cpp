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
