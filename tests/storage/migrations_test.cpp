// Migrations: step by step, a copy first, never backwards.
#include "storage/migrations.hpp"
#include "tests/storage/sqlite_installation.hpp"

namespace storage::support {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::ThrowsMessage;

constexpr Migration kFirst{1, "one", "CREATE TABLE migrations (version INTEGER, name TEXT, at INTEGER); CREATE TABLE a (x); INSERT INTO a VALUES (7)"};
constexpr Migration kSecond{2, "two", "ALTER TABLE a ADD COLUMN y DEFAULT 8"};
constexpr Migration kBroken{3, "three", "CREATE TABLE b (x); INSERT INTO nowhere VALUES (1)"};

class Migrations : public testing::Test {
protected:
    void migrate_to(std::vector<Migration> steps) {
        Connection connection(file(), Connection::Mode::write);
        migrate(connection, steps, copies(), kNoon);
    }
    int ask(const std::filesystem::path& database, const char* sql) {
        return SQLite::Database(database.string(), SQLite::OPEN_READONLY).execAndGet(sql).getInt();
    }
    std::filesystem::path file() const { return directory.path() / "x.db"; }
    std::filesystem::path copies() const { return directory.path() / "copies"; }

    TemporaryDirectory directory;
};

TEST_F(Migrations, StepsAreNumberedFromOneWithoutAGap) {
    ASSERT_THAT(migrations(), Not(IsEmpty()));
    for (std::size_t i = 0; i < migrations().size(); ++i) EXPECT_EQ(migrations()[i].version, static_cast<int>(i) + 1);
}

TEST_F(Migrations, AnEmptyFileTakesAllStepsWithoutACopy) {
    migrate_to({kFirst, kSecond});
    EXPECT_EQ(ask(file(), "PRAGMA user_version"), 2);
    EXPECT_EQ(ask(file(), "SELECT x + y FROM a"), 15);
    EXPECT_EQ(ask(file(), "SELECT count(*) FROM migrations"), 2);
    EXPECT_FALSE(std::filesystem::exists(copies()));
}

TEST_F(Migrations, P15_AnUpgradeKeepsAWholeCopyOfWhatWasBefore) {
    migrate_to({kFirst});
    migrate_to({kFirst, kSecond});
    EXPECT_EQ(ask(file(), "SELECT y FROM a"), 8);
    EXPECT_EQ(ask(copies() / "before-layout-2.db", "PRAGMA user_version"), 1);
    EXPECT_EQ(ask(copies() / "before-layout-2.db", "SELECT x FROM a"), 7);
    EXPECT_THAT([&] { migrate_to({kFirst}); }, ThrowsMessage<StoreError>(HasSubstr("has layout 2, this program knows up to 1")));
}

TEST_F(Migrations, AStepThatFailsChangesNothing) {
    migrate_to({kFirst, kSecond});
    EXPECT_ANY_THROW(migrate_to({kFirst, kSecond, kBroken}));
    EXPECT_EQ(ask(file(), "PRAGMA user_version"), 2);
    EXPECT_EQ(ask(file(), "SELECT count(*) FROM sqlite_master WHERE name = 'b'"), 0);
}

TEST_F(Migrations, AStrangersDatabaseIsLeftAlone) {
    SQLite::Database(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE theirs (x)");
    EXPECT_THAT([&] { migrate_to({kFirst}); }, ThrowsMessage<StoreError>(HasSubstr("is not a database of this program")));
}

TEST_F(SqliteDesk, P15_ANewerDatabaseIsRefused) {
    tamper("PRAGMA user_version = 99");
    EXPECT_THAT([&] { open(); }, ThrowsMessage<StoreError>(HasSubstr("a newer program wrote it")));
    EXPECT_THAT([&] { verify_log(installation.directory()); }, ThrowsMessage<StoreError>(HasSubstr("a newer program wrote it")));
}

}  // namespace
}  // namespace storage::support
