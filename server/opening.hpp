// What every way of opening a desk needs: the store as the configuration wants it, and the demo shop's records.
#pragma once

#include "config/load.hpp"
#include "storage/sqlite_store.hpp"

#include <filesystem>
#include <memory>

namespace server {

// The store's options that follow from the configuration: the prefix of ticket numbers, the day on which a ticket counts.
storage::SqliteOptions store_options(const std::filesystem::path& data_directory, std::shared_ptr<const config::Loaded> loaded);
// Customers and orders of the demo shop. std::runtime_error naming the problems when its files have any.
void import_demo(storage::Store& store, const std::filesystem::path& configuration);

}  // namespace server
