// Numbered steps from an empty file to the newest layout, each in one transaction with the number it leads to.
#pragma once

#include "storage/connection.hpp"

#include <filesystem>
#include <span>

namespace storage {

struct Migration {
    int version;
    const char* name;
    const char* sql;
};

std::span<const Migration> migrations();  // all, ascending from 1

// Brings the database to the newest of `steps`. Before it changes a database that has data it makes a whole copy in `copies`.
// A database of a newer program, or one that is not a desk's, is a StoreError and is left as it is.
void migrate(Connection& connection, std::span<const Migration> steps, const std::filesystem::path& copies, Time now);

// StoreError unless the database has the newest layout: for tools that only read.
void require_newest_layout(Connection& connection);

}  // namespace storage
