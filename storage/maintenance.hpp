// What an operator does to the stored truth: verify that nobody changed it, make the tables again from the journal.
#pragma once

#include "storage/sqlite_store.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace storage {

struct LogFault {
    std::string table;            // journal or audit
    std::uint64_t position = 0;   // of the first bad row
    std::string conversation;     // empty for the audit
    std::uint64_t version = 0;
    std::string reason;
    bool operator==(const LogFault&) const = default;
};

struct LogReport {
    std::uint64_t journal_rows = 0;
    std::uint64_t audit_rows = 0;
    std::optional<LogFault> fault;  // none: the hashes and numbers of all rows fit
};

using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;  // in rows of the journal; may be empty

// Checks every row of the journal and of the audit against the row before it. Only reads; the desk may be running.
LogReport verify_log(const std::filesystem::path& data_directory, const Progress& progress = {});

// Empties the folds and applies every turn of the journal again; the number of turns. StoreError while a desk uses the directory.
// A crash on the way costs nothing: the next start goes on where it stood.
std::uint64_t rebuild(const SqliteOptions& options, const Progress& progress = {});

}  // namespace storage
