// SQLite keeps the contract; its directory, its lock, its files.
#include "tests/storage/sqlite_installation.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace storage::support {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract, testing::Values(Backend{"sqlite", [] { return std::make_unique<SqliteInstallation>(); }}),
                         [](const auto& backend) { return backend.param.name; });

int mode_of(const std::filesystem::path& path) {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
    return static_cast<int>(status.st_mode & 0777);
}

TEST_F(SqliteDesk, DataIsForTheOwnerAlone) {
    EXPECT_EQ(mode_of(installation.directory()), 0700);
    EXPECT_EQ(mode_of(installation.directory() / "secret"), 0600);
    EXPECT_EQ(mode_of(installation.directory() / "lock"), 0600);
}

TEST_F(SqliteDesk, ASecondOpenerIsToldWhoHasTheDirectory) {
    EXPECT_THAT([&] { open_sqlite(installation.options()); },
                ThrowsMessage<StoreError>(HasSubstr("is in use by process " + std::to_string(::getpid()))));
    EXPECT_THAT([&] { rebuild(installation.options()); }, ThrowsMessage<StoreError>(HasSubstr("is in use by process")));
    close();
    EXPECT_NE(open_sqlite(installation.options()), nullptr);
}

TEST_F(SqliteDesk, ADamagedSecretIsNotReplaced) {
    close();
    std::ofstream(installation.directory() / "secret") << "short";
    EXPECT_THAT([&] { open(); }, ThrowsMessage<StoreError>(HasSubstr("is not a secret of 32 bytes")));
}

TEST_F(SqliteDesk, ACleanCloseLeavesOneWholeFile) {
    live_a_little(*store);
    close();
    EXPECT_FALSE(std::filesystem::exists(installation.database().string() + "-wal"));
    open();
    EXPECT_EQ(store->conversation("c3")->version, 5U);
}

TEST_F(SqliteDesk, TheTicketDayIsTheDesksOwn) {
    close();
    auto options = installation.options();
    options.ticket_prefix = "AB";
    options.local_day = [](Time time) { return std::chrono::floor<std::chrono::days>(time + std::chrono::hours{13}); };
    store = open_sqlite(std::move(options));
    Talk talk;
    EXPECT_EQ(committed(talk.opens_ticket("leak")).conversation.tickets[0].number, "AB20240513001");
}

TEST_F(SqliteDesk, ATurnWhoseDayCannotBeToldLeavesNoGap) {
    close();
    bool known = false;
    auto options = installation.options();
    options.local_day = [&](Time time) {
        if (!known) throw std::runtime_error("no such day");
        return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(time));
    };
    store = open_sqlite(std::move(options));
    Talk talk;
    const auto report = commit(*store, talk.opens_ticket("leak"));
    EXPECT_EQ(report.status, CommitStatus::invalid);
    EXPECT_EQ(report.fault, "no such day");
    known = true;
    EXPECT_EQ(committed(talk.opens_ticket("leak")).conversation.tickets[0].number, "WX20240512001");
}

}  // namespace
}  // namespace storage::support
