// The tables that are folds of the journal. `apply` is the one way a turn gets into them, for live running, start-up and rebuild
// alike; it depends on nothing but the turn, its position and the folds before it.
#pragma once

#include "storage/connection.hpp"
#include "storage/listed.hpp"

#include <cstdint>

namespace storage {

// Inside the caller's transaction, turns in the journal's order.
void apply(Connection& connection, std::uint64_t position, const dialog::Turn& turn);

// Up to which row of the journal the folds are made. Set in the transaction that applies the rows.
std::uint64_t folded_position(Connection& connection);
void set_folded_position(Connection& connection, std::uint64_t position);

// Empties all folds and sets the position back to 0, inside the caller's transaction.
void drop_folds(Connection& connection);

}  // namespace storage
