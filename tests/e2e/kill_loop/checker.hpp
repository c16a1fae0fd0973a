// Compares what the clients know with what the store holds, while no server runs. It works on a copy of the data, so that the
// server's own recovery meets the files as the crash left them.
#pragma once

#include "tests/e2e/kill_loop/oracle.hpp"

#include <filesystem>
#include <set>
#include <string>

namespace kill_loop {

struct Stored {
    std::uint64_t turns = 0;
    std::uint64_t tickets = 0;
    std::set<std::string> queue;   // conversations that wait for an agent
    std::size_t unfinished = 0;    // lookups without an answer, timers that should have rung a while ago
};

// Reports every difference to the oracle.
Stored check(Oracle& oracle, const std::filesystem::path& data, const std::filesystem::path& scratch);

}  // namespace kill_loop
