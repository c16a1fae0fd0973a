// SQLite as a backend of the contract, and looks behind the store for the tests of SQLite alone.
#pragma once

#include "storage/maintenance.hpp"
#include "storage/sqlite_store.hpp"
#include "tests/storage/contract.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace storage::support {

class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class SqliteInstallation final : public Installation {
public:
    std::unique_ptr<Store> open(std::function<Time()> now) override { return open_sqlite(options(std::move(now))); }
    SqliteOptions options(std::function<Time()> now = [] { return kNoon; }) const;
    std::filesystem::path directory() const { return temporary_.path() / "data"; }
    std::filesystem::path database() const { return directory() / "frontdesk.db"; }

private:
    TemporaryDirectory temporary_;
};

// A desk on SQLite, opened, with the doors to its files.
class SqliteDesk : public testing::Test {
protected:
    SqliteDesk() : store(installation.open([] { return kNoon; })) {}
    void close() { store.reset(); }
    void open() { store = installation.open([] { return kNoon; }); }
    // Changes the closed database behind the program's back.
    void tamper(const std::string& sql);
    dialog::Turn committed(Talk& talk);

    SqliteInstallation installation;
    std::unique_ptr<Store> store;
};

// Every row of every fold as text, by table.
std::map<std::string, std::vector<std::string>> dump_folds(const std::filesystem::path& database);

// A few conversations with everything that folds know.
void live_a_little(Store& store);

}  // namespace storage::support
