// The store of one machine: SQLite in a directory of its own, one process at a time.
#pragma once

#include "storage/store.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace storage {

struct SqliteOptions {
    std::filesystem::path data_directory;  // made when it is not there, for its owner alone
    std::string ticket_prefix = "WX";
    // The calendar day, where the desk is, on which a ticket opened at that time counts. Default: UTC.
    std::function<std::chrono::year_month_day(Time)> local_day{};
    // The time that journal rows bear and sessions expire by. Default: the system's clock.
    std::function<Time()> now{};
};

// StoreError when another process uses the directory, or a newer program wrote it. Turns that a crash left out of the tables are
// applied before it returns. The destructor writes all that waits.
std::unique_ptr<Store> open_sqlite(SqliteOptions options);

}  // namespace storage
