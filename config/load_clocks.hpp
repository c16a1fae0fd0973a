// Reads clocks.json: the clock policies that a desk can choose from (R27, R28).
#pragma once

#include "config/reader.hpp"
#include "tickets/clock.hpp"

namespace config {

// By id. A policy names all four priorities; a target is one of {"minutes": n}, {"hours": n} (around the clock),
// {"open_minutes": n}, {"open_hours": n} (of opening time), {"working_days": n}. What is wrong is added to `problems`.
std::map<std::string, tickets::ClockPolicy> load_clocks(const std::filesystem::path& root, Problems& problems);

inline constexpr const char* kClocksFile = "clocks.json";
inline constexpr int kMaxTargetHours = 2400;
inline constexpr int kMaxTargetWorkingDays = 200;  // the calendar looks tickets::kHorizonDays days ahead

}  // namespace config
