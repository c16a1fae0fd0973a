// What must be true of a run once it has come to rest: the promises, checked on the disk, in the customers' pages and in the house.
#pragma once

#include "tests/simulation/memory_store.hpp"

namespace simulation {

class World;

void check(World& world);

// The customer and the order that the simulated customers name.
void import_records(MemoryDisk& disk);

}  // namespace simulation
