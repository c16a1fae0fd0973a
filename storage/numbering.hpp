// The options of a store as the writing side needs them, defaults filled in.
#pragma once

#include "storage/journal.hpp"
#include "storage/sqlite_store.hpp"

namespace storage {

Numbering numbering_of(const SqliteOptions& options);

}  // namespace storage
