#include "storage/connection.hpp"

#include <sqlite3.h>

#include <string>

namespace storage {

namespace {

int flags(Connection::Mode mode) {
    const int access = mode == Connection::Mode::write ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE : SQLite::OPEN_READONLY;
    return access | SQLite::OPEN_NOMUTEX;
}

// SQLite's account of its memory, which nobody reads, costs a lock with each of its many allocations. Before the first connection.
void count_no_memory() {
    [[maybe_unused]] static const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace

Connection::Connection(const std::filesystem::path& file, Mode mode)
    : database_((count_no_memory(), file.string()), flags(mode), kBusyMilliseconds) {
    database_.exec("PRAGMA temp_store = MEMORY");     // sorting must not need a disk that may be full
    database_.exec("PRAGMA trusted_schema = OFF");
    if (mode == Mode::read) return;
    database_.exec("PRAGMA journal_mode = WAL");
    database_.exec("PRAGMA wal_autocheckpoint = 0");  // the writer checkpoints when nobody waits
    database_.exec("PRAGMA cache_size = -" + std::to_string(kWriterCacheKibibytes));
}

Query Connection::literal_query(const char* sql) {
    auto& statement = literals_[sql];
    if (!statement) statement = std::make_unique<SQLite::Statement>(database_, sql);
    return Query(*statement);
}

Query Connection::query(const std::string& sql) {
    auto& statement = statements_[sql];
    if (!statement) statement = std::make_unique<SQLite::Statement>(database_, sql);
    return Query(*statement);
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_.getHandle()) == 0; }

}  // namespace storage
