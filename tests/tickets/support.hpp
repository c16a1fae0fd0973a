// Calendars and times in words for the tests of this room.
#pragma once

#include "tickets/calendar.hpp"

#include <cstdio>
#include <stdexcept>
#include <string>

namespace support {

using namespace std::chrono_literals;

inline constexpr auto kTick = std::chrono::milliseconds(1);

// "2026-02-14 09:00" as minutes since the epoch, in whatever zone the caller means; seconds and milliseconds may follow.
inline std::chrono::milliseconds parsed(const std::string& text) {
    int year = 0;
    unsigned month = 0, day = 0;
    int hour = 0, minute = 0, second = 0, millisecond = 0;
    if (std::sscanf(text.c_str(), "%d-%u-%u %d:%d:%d.%d", &year, &month, &day, &hour, &minute, &second, &millisecond) < 3)
        throw std::invalid_argument(text);
    const std::chrono::sys_days date{std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day)};
    return date.time_since_epoch() + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second) +
           std::chrono::milliseconds(millisecond);
}

inline tickets::Time utc(const std::string& text) { return tickets::Time{parsed(text)}; }
inline tickets::LocalTime local(const std::string& text) { return tickets::LocalTime{parsed(text)}; }
inline std::chrono::local_days day(const std::string& text) { return std::chrono::floor<std::chrono::days>(local(text)); }

inline tickets::Zone shanghai() { return {{{tickets::Time{}, 8h}}}; }

// New York around 2026: summer time from 8 March 07:00 UTC to 1 November 06:00 UTC.
inline tickets::Zone new_york() {
    return {{{utc("2025-11-02 06:00"), -5h}, {utc("2026-03-08 07:00"), -4h}, {utc("2026-11-01 06:00"), -5h}}};
}

// Shanghai, Monday to Friday 09:00-12:00 and 13:00-18:00; Spring Festival 15-23 February 2026 off, Saturday the 14th and the
// 28th made up from 09:00 to 18:00.
inline tickets::Calendar office() {
    tickets::Calendar calendar;
    calendar.zone = shanghai();
    for (std::size_t weekday = 1; weekday <= 5; ++weekday) calendar.week[weekday] = {{9h, 12h}, {13h, 18h}};
    for (auto holiday = day("2026-02-15"); holiday <= day("2026-02-23"); holiday += std::chrono::days{1})
        calendar.holidays.insert(holiday);
    calendar.make_up_days[day("2026-02-14")] = {{9h, 18h}};
    calendar.make_up_days[day("2026-02-28")] = {{9h, 18h}};
    return calendar;
}

inline tickets::Time at_office(const std::string& text) { return tickets::to_utc(shanghai(), local(text)); }

inline std::string in_office(std::optional<tickets::Time> time) {
    if (!time) return "never";
    const auto local_time = tickets::to_local(shanghai(), *time);
    const auto date = std::chrono::floor<std::chrono::days>(local_time);
    const std::chrono::year_month_day ymd{date};
    const std::chrono::hh_mm_ss clock{local_time - date};
    char out[64];
    std::snprintf(out, sizeof out, "%04d-%02u-%02u %02d:%02d", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                  static_cast<unsigned>(ymd.day()), static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()));
    return out;
}

}  // namespace support
