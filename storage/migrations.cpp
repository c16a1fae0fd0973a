#include "storage/migrations.hpp"

#include "storage/failpoint.hpp"

#include <sys/stat.h>

#include <string>

namespace storage {

namespace {

constexpr int kApplicationId = 0x46446B32;  // "FDk2": tells `file` and us whose database it is

int pragma(Connection& connection, const char* sql) { return connection.database().execAndGet(sql).getInt(); }

void require_ours(Connection& connection, int newest) {
    const int version = pragma(connection, "PRAGMA user_version");
    const int application = pragma(connection, "PRAGMA application_id");
    const bool empty = pragma(connection, "SELECT count(*) FROM sqlite_master") == 0;
    const auto file = connection.database().getFilename();
    if (!empty && application != kApplicationId) throw StoreError(file + " is not a database of this program");
    if (version > newest)
        throw StoreError(file + " has layout " + std::to_string(version) + ", this program knows up to " + std::to_string(newest) +
                         ": a newer program wrote it");
}

// A plain copy by SQL is whole whatever happens meanwhile, and needs no second connection.
void copy_before(Connection& connection, int version, const std::filesystem::path& copies) {
    std::filesystem::create_directories(copies);
    ::chmod(copies.c_str(), S_IRWXU);
    const auto file = copies / ("before-layout-" + std::to_string(version) + ".db");
    std::filesystem::remove(file);  // of an upgrade that did not come to its end
    connection.query("VACUUM INTO ?").bind(file.string()).run();
}

void apply(Connection& connection, const Migration& step, Time now) {
    SQLite::Transaction transaction(connection.database(), SQLite::TransactionBehavior::IMMEDIATE);
    connection.execute(step.sql);
    pass(Failpoint::in_migration);
    connection.query("INSERT INTO migrations (version, name, at) VALUES (?, ?, ?)").bind(step.version, std::string_view(step.name), now).run();
    connection.execute(("PRAGMA user_version = " + std::to_string(step.version)).c_str());
    connection.execute(("PRAGMA application_id = " + std::to_string(kApplicationId)).c_str());
    transaction.commit();
}

}  // namespace

void migrate(Connection& connection, std::span<const Migration> steps, const std::filesystem::path& copies, Time now) {
    require_ours(connection, steps.back().version);
    const int from = pragma(connection, "PRAGMA user_version");
    bool copied = from == 0;
    for (const auto& step : steps) {
        if (step.version <= from) continue;
        if (!copied) copy_before(connection, step.version, copies);
        copied = true;
        apply(connection, step, now);
    }
}

void require_newest_layout(Connection& connection) {
    const int newest = migrations().back().version;
    require_ours(connection, newest);
    if (pragma(connection, "PRAGMA user_version") != newest)
        throw StoreError(connection.database().getFilename() + " has an older layout: start the program once to upgrade it");
}

}  // namespace storage
