// verify_log: a change behind the program's back is named.
#include "tests/storage/sqlite_installation.hpp"

namespace storage::support {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

class VerifyLog : public SqliteDesk {
protected:
    VerifyLog() {
        live_a_little(*store);
        for (const auto* what : {"login", "phone shown", "logout"}) store->audit(kNoon, "u1", what, "c1");
    }
    LogReport report() const { return verify_log(installation.directory()); }
    std::string found() const {
        const auto fault = report().fault;
        return fault ? fault->table + " " + std::to_string(fault->position) + ": " + fault->reason : "";
    }
};

TEST_F(VerifyLog, AnUntouchedLogIsWhole) {
    EXPECT_EQ(found(), "");  // while the desk runs
    close();
    EXPECT_EQ(report().journal_rows, 15U);
    EXPECT_EQ(report().audit_rows, 3U);
    EXPECT_EQ(found(), "");
}

TEST_F(VerifyLog, NamesTheRowWithAFlippedByte) {
    tamper("UPDATE journal SET body = substr(body, 1, 40) || x'FF' || substr(body, 42) WHERE position = 7");
    EXPECT_EQ(report().fault, (LogFault{"journal", 7, "c2", 2, "the row does not match its hash"}));
}

TEST_F(VerifyLog, NamesTheFirstOfSeveral) {
    tamper("UPDATE journal SET at = at + 1 WHERE position IN (3, 6, 12)");
    EXPECT_THAT(found(), HasSubstr("journal 3:"));
}

TEST_F(VerifyLog, NamesTheRowAfterAGap) {
    tamper("DELETE FROM journal WHERE position = 8");
    EXPECT_EQ(found(), "journal 9: the row before it in its conversation is missing");
}

TEST_F(VerifyLog, NoticesAConversationThatIsGone) {
    tamper("DELETE FROM journal WHERE root = 6");
    EXPECT_EQ(found(), "journal 15: rows are missing before this one");
}

TEST_F(VerifyLog, NoticesARowMovedToAnotherConversation) {
    tamper("UPDATE journal SET root = 1, before = 5 WHERE position = 6");
    EXPECT_EQ(found(), "journal 6: version 6 is missing");
}

TEST_F(VerifyLog, NamesAChangedRowOfTheAudit) {
    tamper("DROP TRIGGER audit_is_not_changed; UPDATE audit SET who = 'u2' WHERE id = 2");
    EXPECT_EQ(found(), "audit 2: the row does not match its hash");
}

TEST_F(VerifyLog, TheAuditCannotBeChangedByAccident) {
    EXPECT_ANY_THROW(tamper("UPDATE audit SET who = 'u2'"));
    EXPECT_ANY_THROW(tamper("DELETE FROM audit"));
    EXPECT_EQ(found(), "");
}

TEST_F(VerifyLog, AChangedRowIsNotServed) {
    tamper("UPDATE journal SET body = zeroblob(length(body)) WHERE position = 5");
    open();
    EXPECT_THAT([&] { store->conversation("c1"); }, ThrowsMessage<StoreError>(HasSubstr("journal row 5 does not match its hash")));
    EXPECT_EQ(store->conversation("c2")->version, 5U);
}

TEST_F(VerifyLog, AChangedRowIsNotFoldedAgain) {
    tamper("UPDATE journal SET body = zeroblob(length(body)) WHERE position = 5");
    EXPECT_THROW(rebuild(installation.options()), StoreError);
}

}  // namespace
}  // namespace storage::support
