// Reads calendar.json: time zone, weekly opening hours, holidays with their make-up days (R29).
#pragma once

#include "config/reader.hpp"
#include "tickets/calendar.hpp"

namespace config {

// What is wrong is added to `problems`; the calendar is then incomplete and must not be used.
tickets::Calendar load_calendar(const std::filesystem::path& root, Problems& problems);

// The offsets of an IANA zone from 1970 to 2050, from the system's time zone database; none for an unknown name. Zone files list
// changes of offset up to 2037: after that a zone with summer time stays at its last one.
std::optional<tickets::Zone> zone_named(const std::string& name);

inline constexpr const char* kCalendarFile = "calendar.json";
inline constexpr int kMaxHolidayDays = 31;  // in a row; more is a mistyped year

}  // namespace config
