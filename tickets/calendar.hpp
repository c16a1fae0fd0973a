// The working calendar: opening hours, holidays, make-up days (调休), time zone. Pure arithmetic on UTC times.
#pragma once

#include "tickets/time.hpp"

#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace tickets {

// Offsets east of UTC, each valid from `since` on; sorted; the first one also holds before its time.
struct Zone {
    struct Offset {
        Time since{};
        std::chrono::seconds east_of_utc{};
        bool operator==(const Offset&) const = default;
    };
    std::vector<Offset> offsets;
    bool operator==(const Zone&) const = default;
};

using LocalTime = std::chrono::local_time<std::chrono::milliseconds>;

LocalTime to_local(const Zone& zone, Time time);
// The UTC time of a local one; of a doubled hour the first, of a skipped hour the moment of the change.
Time to_utc(const Zone& zone, LocalTime local);

// Minutes after local midnight, [from, to); to is at most 24 h.
struct OpenSpan {
    std::chrono::minutes from{};
    std::chrono::minutes to{};
    bool operator==(const OpenSpan&) const = default;
};

struct Calendar {
    Zone zone;
    std::array<std::vector<OpenSpan>, 7> week;                                 // index 0 is Sunday, as std::chrono::weekday
    std::set<std::chrono::local_days> holidays;
    std::map<std::chrono::local_days, std::vector<OpenSpan>> make_up_days;     // open although a weekend
    bool operator==(const Calendar&) const = default;
};

const std::vector<OpenSpan>& spans_on(const Calendar& calendar, std::chrono::local_days day);
bool is_working_day(const Calendar& calendar, std::chrono::local_days day);
bool is_open(const Calendar& calendar, Time at);
// The next moment at or after `from` that is open; none within kHorizonDays days.
std::optional<Time> next_opening(const Calendar& calendar, Time from);
// The end of the day's last span on the n-th working day after the day of `from` (n >= 1).
std::optional<Time> after_working_days(const Calendar& calendar, Time from, int days);
// `from` moved on by that much open time.
std::optional<Time> after_open_time(const Calendar& calendar, Time from, std::chrono::minutes amount);

inline constexpr int kHorizonDays = 400;

}  // namespace tickets
