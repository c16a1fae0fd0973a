#include "config/load_calendar.hpp"

#include "config/dates.hpp"

#include <date/tz.h>
#include <array>
#include <stdexcept>

namespace config {

namespace {

using std::chrono::days;
using std::chrono::local_days;
using tickets::OpenSpan;

constexpr std::array<std::string_view, 7> kWeekdays{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};

std::optional<OpenSpan> parse_span(std::string_view text) {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto from = parse_time_of_day(text.substr(0, dash));
    const auto to = parse_time_of_day(text.substr(dash + 1));
    if (!from || !to || *from >= *to) return std::nullopt;
    return OpenSpan{*from, *to};
}

// Spans in order, none touching the one before: the calendar walks them as they stand.
std::vector<OpenSpan> read_spans(const Node& node) {
    std::vector<OpenSpan> spans;
    for (const auto& item : node.items()) {
        const auto text = item.as_string();
        const auto span = parse_span(text);
        if (!span)
            item.problem("must be a span of one day such as \"09:00-18:00\", is \"" + text + "\"");
        else if (!spans.empty() && span->from <= spans.back().to)
            item.problem("must begin after the span before it has ended");
        else
            spans.push_back(*span);
    }
    return spans;
}

std::optional<local_days> read_date(const Node& node) {
    const auto text = node.as_string();
    const auto date = parse_date(text);
    if (!date && node.json().is_string()) node.problem("must be a date such as \"2026-02-14\", is \"" + text + "\"");
    return date;
}

void read_week(const Node& node, tickets::Calendar& calendar) {
    node.only({"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"});
    bool open = false;
    for (std::size_t weekday = 0; weekday < kWeekdays.size(); ++weekday) {
        calendar.week[weekday] = read_spans(node.at(kWeekdays[weekday]));
        open = open || !calendar.week[weekday].empty();
    }
    if (!open) node.problem("the desk is never open");
}

void read_holiday(const Node& node, const std::vector<OpenSpan>& make_up_hours, tickets::Calendar& calendar) {
    node.only({"name", "from", "to", "make_up"});
    node.string("name");
    const auto from = read_date(node.at("from"));
    const auto to = node.has("to") ? read_date(node.at("to")) : from;
    if (from && to && (*to < *from || *to - *from >= days{kMaxHolidayDays})) {
        node.problem("must last from 1 to " + std::to_string(kMaxHolidayDays) + " days");
    } else if (from && to) {
        for (auto day = *from; day <= *to; day += days{1})
            if (!calendar.holidays.insert(day).second) node.problem("overlaps another holiday");
    }
    if (!node.has("make_up")) return;
    for (const auto& item : node.at("make_up").items()) {
        const auto day = read_date(item);
        if (day && !calendar.make_up_days.emplace(*day, make_up_hours).second) item.problem("is a make-up day already");
    }
}

void read_holidays(const Node& node, tickets::Calendar& calendar) {
    const auto make_up_hours = read_spans(node.at("make_up_hours"));
    for (const auto& item : node.at("holidays").items()) read_holiday(item, make_up_hours, calendar);
    for (const auto& [day, hours] : calendar.make_up_days)
        if (calendar.holidays.contains(day)) node.at("holidays").problem("a make-up day lies inside a holiday");
    if (!calendar.make_up_days.empty() && make_up_hours.empty())
        node.at("make_up_hours").problem("make-up days need opening hours");
}

}  // namespace

std::optional<tickets::Zone> zone_named(const std::string& name) {
    const auto first = date::sys_days{date::year{1970} / 1 / 1};
    const auto last = date::sys_days{date::year{2050} / 1 / 1};
    tickets::Zone zone;
    try {
        const auto* located = date::locate_zone(name);
        for (date::sys_seconds at = first; at < last;) {
            const auto info = located->get_info(at);
            if (zone.offsets.empty() || zone.offsets.back().east_of_utc != info.offset)
                zone.offsets.push_back({tickets::Time{at.time_since_epoch()}, info.offset});
            at = info.end;
        }
    } catch (const std::runtime_error&) {  // the library's word for a zone that its database does not have
        return std::nullopt;
    }
    return zone;
}

tickets::Calendar load_calendar(const std::filesystem::path& root, Problems& problems) {
    tickets::Calendar calendar;
    const auto json = read_json(root, kCalendarFile, problems);
    if (!json) return calendar;
    const Node node(*json, kCalendarFile, "", problems);
    node.only({"zone", "week", "make_up_hours", "holidays"});
    const auto name = node.string("zone");
    const auto zone = zone_named(name);
    if (zone)
        calendar.zone = *zone;
    else if (!name.empty())
        node.at("zone").problem("the system's time zone database has no \"" + name + "\"");
    read_week(node.at("week"), calendar);
    read_holidays(node, calendar);
    return calendar;
}

}  // namespace config
