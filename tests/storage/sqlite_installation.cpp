#include "tests/storage/sqlite_installation.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <stdlib.h>

namespace storage::support {

TemporaryDirectory::TemporaryDirectory() {
    auto pattern = (std::filesystem::temp_directory_path() / "storage-test-XXXXXX").string();
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no temporary directory");
    path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

SqliteOptions SqliteInstallation::options(std::function<Time()> now) const {
    SqliteOptions options;
    options.data_directory = directory();
    options.now = std::move(now);
    return options;
}

void SqliteDesk::tamper(const std::string& sql) {
    close();
    SQLite::Database(installation.database().string(), SQLite::OPEN_READWRITE).exec(sql);
}

dialog::Turn SqliteDesk::committed(Talk& talk) {
    auto report = commit(*store, talk);
    EXPECT_EQ(report.status, CommitStatus::committed) << report.fault;
    return std::move(report.turn);
}

std::map<std::string, std::vector<std::string>> dump_folds(const std::filesystem::path& database) {
    constexpr const char* kFolds[] = {"conversations", "turns",          "timers",            "jobs", "tickets",
                                      "ticket_log",    "identity_tries", "labelled_examples", "folded"};
    SQLite::Database file(database.string(), SQLite::OPEN_READONLY);
    std::map<std::string, std::vector<std::string>> dump;
    for (const auto* table : kFolds) {
        auto& rows = dump[table];
        SQLite::Statement all(file, std::string("SELECT * FROM ") + table + " ORDER BY 1, 2");
        while (all.executeStep()) {
            std::string row;
            for (int column = 0; column < all.getColumnCount(); ++column) row += all.getColumn(column).getString() + '|';
            rows.push_back(std::move(row));
        }
    }
    return dump;
}

void live_a_little(Store& store) {
    using namespace std::chrono_literals;
    for (const auto* id : {"c1", "c2", "c3"}) {
        Talk talk(id);
        commit(store, talk.customer("hello", "m1").bot("hi").arms("silence", kNoon + 5min, 1).starts_job(1, "lookup_orders"));
        commit(store, talk.fails_identity("id1", kNoon).finishes_job(1).starts_job(2, "verify_identity").note("hm"));
        commit(store, talk.customer("it leaks", "m2").opens_ticket("leak").waits(kNoon).drops("silence").arms("sla", kNoon + 9min, 2));
        commit(store, talk.held_by("a1").ticket_goes(tickets::Status::assigned).agent("I am Anna", "x1"));
        talk.draft.effects.push_back(dialog::ClassCorrected{"WX20240512001", "it leaks", "noise", "leak", "a1", kNoon});
        commit(store, talk);
    }
}

}  // namespace storage::support
