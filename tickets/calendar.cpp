#include "tickets/calendar.hpp"

#include <algorithm>
#include <cassert>

namespace tickets {

namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::milliseconds;

// No zone has ever been further than 16 h from UTC.
constexpr std::chrono::hours kFarthestOffset{16};

using Offsets = std::vector<Zone::Offset>;

// The offset in force at `time`; end() only for a zone without any.
Offsets::const_iterator in_force(const Offsets& offsets, Time time) {
    const auto after = std::upper_bound(offsets.begin(), offsets.end(), time,
                                        [](Time at, const Zone::Offset& offset) { return at < offset.since; });
    return after == offsets.begin() ? after : after - 1;
}

struct OpenPeriod {  // a span on its day, in UTC
    Time from;
    Time to;
};

OpenPeriod period(const Calendar& calendar, local_days day, const OpenSpan& span) {
    return {to_utc(calendar.zone, LocalTime(day) + span.from), to_utc(calendar.zone, LocalTime(day) + span.to)};
}

local_days day_of(const Calendar& calendar, Time time) {
    return std::chrono::floor<days>(to_local(calendar.zone, time));
}

// Calls `take` with what is open at or after `from`, in order, until it returns a time; none within the horizon.
template <typename Take>
std::optional<Time> walk(const Calendar& calendar, Time from, Take take) {
    const auto first = day_of(calendar, from);
    for (auto day = first; day <= first + days{kHorizonDays}; day += days{1}) {
        for (const auto& span : spans_on(calendar, day)) {
            auto open = period(calendar, day, span);
            if (open.to <= from) continue;
            open.from = std::max(open.from, from);
            if (const std::optional<Time> found = take(open)) return found;
        }
    }
    return std::nullopt;
}

}  // namespace

LocalTime to_local(const Zone& zone, Time time) {
    const auto offset = in_force(zone.offsets, time);
    const auto east = offset == zone.offsets.end() ? std::chrono::seconds{0} : offset->east_of_utc;
    return LocalTime{time.time_since_epoch() + east};
}

Time to_utc(const Zone& zone, LocalTime local) {
    const Time as_if_utc{local.time_since_epoch()};
    for (auto offset = in_force(zone.offsets, as_if_utc - kFarthestOffset); offset != zone.offsets.end(); ++offset) {
        const auto time = as_if_utc - offset->east_of_utc;
        const auto next = offset + 1;
        if (next != zone.offsets.end() && time >= next->since) continue;
        // Earlier than this offset began although the one before was over: the hour was skipped.
        return offset == zone.offsets.begin() ? time : std::max(time, offset->since);
    }
    return as_if_utc;
}

const std::vector<OpenSpan>& spans_on(const Calendar& calendar, local_days day) {
    static const std::vector<OpenSpan> kClosed;
    if (const auto make_up = calendar.make_up_days.find(day); make_up != calendar.make_up_days.end()) return make_up->second;
    if (calendar.holidays.contains(day)) return kClosed;
    return calendar.week[std::chrono::weekday(day).c_encoding()];
}

bool is_working_day(const Calendar& calendar, local_days day) { return !spans_on(calendar, day).empty(); }

bool is_open(const Calendar& calendar, Time at) {
    const auto local = to_local(calendar.zone, at);
    const auto day = std::chrono::floor<days>(local);
    const auto& spans = spans_on(calendar, day);
    return std::any_of(spans.begin(), spans.end(), [since_midnight = local - LocalTime(day)](const OpenSpan& span) {
        return span.from <= since_midnight && since_midnight < span.to;
    });
}

std::optional<Time> next_opening(const Calendar& calendar, Time from) {
    return walk(calendar, from, [](const OpenPeriod& open) { return std::optional(open.from); });
}

std::optional<Time> after_working_days(const Calendar& calendar, Time from, int count) {
    assert(count >= 1);
    const auto first = day_of(calendar, from);
    for (auto day = first + days{1}; day <= first + days{kHorizonDays}; day += days{1}) {
        if (!is_working_day(calendar, day) || --count > 0) continue;
        return period(calendar, day, spans_on(calendar, day).back()).to;
    }
    return std::nullopt;
}

std::optional<Time> after_open_time(const Calendar& calendar, Time from, std::chrono::minutes amount) {
    milliseconds left = amount;
    return walk(calendar, from, [&left](const OpenPeriod& open) -> std::optional<Time> {
        const auto length = open.to - open.from;
        if (left <= length) return open.from + left;
        left -= length;
        return std::nullopt;
    });
}

}  // namespace tickets
