// Dates and times of day as they are written in the configuration.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace config {

// "2026-02-14"; none for anything else, also for a day that does not exist.
std::optional<std::chrono::local_days> parse_date(std::string_view text);

// "09:00" to "24:00" as minutes after midnight.
std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text);

}  // namespace config
