#include "config/dates.hpp"
#include "config/load_calendar.hpp"
#include "tests/config/folder.hpp"

#include <gmock/gmock.h>

namespace {

using namespace config;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

std::chrono::local_days day(std::string_view text) { return *parse_date(text); }

std::vector<std::string> words(const Problems& problems) {
    std::vector<std::string> out;
    for (const auto& problem : problems) out.push_back(to_string(problem));
    return out;
}

// A calendar.json with one thing in it changed.
Problems problems_with(const std::string& from, const std::string& to) {
    std::string text = R"({"zone": "Asia/Shanghai",
        "week": {"monday": ["09:00-12:00", "13:00-18:00"], "tuesday": [], "wednesday": [], "thursday": [], "friday": [],
                 "saturday": [], "sunday": []},
        "make_up_hours": ["09:00-18:00"],
        "holidays": [{"name": "春节", "from": "2026-02-15", "to": "2026-02-23", "make_up": ["2026-02-14"]}]})";
    if (!from.empty()) text.replace(text.find(from), from.size(), to);
    support::Folder folder;
    folder.write(kCalendarFile, text);
    Problems problems;
    load_calendar(folder.path(), problems);
    return problems;
}

TEST(LoadCalendar, R29_TheShippedCalendarHasNoProblems) {
    Problems problems;
    const auto calendar = load_calendar(support::shipped(), problems);
    EXPECT_THAT(words(problems), IsEmpty());
    EXPECT_EQ(to_local(calendar.zone, tickets::Time{}), tickets::LocalTime{8h});
    EXPECT_THAT(calendar.week[1], ElementsAre(tickets::OpenSpan{9h, 18h}));
    EXPECT_THAT(calendar.week[0], IsEmpty());
}

// Working days of each month, counted by hand from the State Council's notices for 2024, 2025 and 2026.
TEST(LoadCalendar, R29_TheShippedCalendarHasTheWorkingDaysOfTheOfficialYears) {
    Problems problems;
    const auto calendar = load_calendar(support::shipped(), problems);
    const auto working_days = [&](int year) {
        std::vector<int> months(12);
        const auto first = std::chrono::local_days{std::chrono::year(year) / 1 / 1};
        for (auto at = first; at < std::chrono::local_days{std::chrono::year(year + 1) / 1 / 1}; at += std::chrono::days{1})
            months[static_cast<unsigned>(std::chrono::year_month_day{at}.month()) - 1] += is_working_day(calendar, at) ? 1 : 0;
        return months;
    };
    EXPECT_THAT(working_days(2024), ElementsAre(22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22));
    EXPECT_THAT(working_days(2025), ElementsAre(19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23));
    EXPECT_THAT(working_days(2026), ElementsAre(21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23));
}

TEST(LoadCalendar, R29_MakeUpDaysAreOpenAndHolidaysAreNot) {
    Problems problems;
    const auto calendar = load_calendar(support::shipped(), problems);
    for (const char* open : {"2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29",
                             "2024-10-12", "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04",
                             "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"})
        EXPECT_TRUE(is_working_day(calendar, day(open))) << open;
    for (const char* closed : {"2024-01-01", "2024-06-10", "2025-01-01", "2025-06-02", "2025-10-08", "2026-01-02", "2026-02-23",
                               "2026-04-06", "2026-06-19", "2026-09-25", "2026-10-07"})
        EXPECT_FALSE(is_working_day(calendar, day(closed))) << closed;
    EXPECT_TRUE(is_working_day(calendar, day("2024-02-09"))) << "New Year's Eve 2024 was a working day by law";
    EXPECT_TRUE(is_working_day(calendar, day("2026-02-24")));
    EXPECT_TRUE(is_working_day(calendar, day("2026-10-08")));
}

TEST(LoadCalendar, R29_EachMistakeIsNamedWithItsPlace) {
    EXPECT_THAT(words(problems_with("", "")), IsEmpty());
    struct Case { const char* from; const char* to; const char* problem; };
    for (const auto& [from, to, problem] : {
             Case{"Asia/Shanghai", "Asia/Nowhere", "calendar.json at /zone: the system's time zone database has no \"Asia/Nowhere\""},
             Case{"\"zone\": \"Asia/Shanghai\",", "", "calendar.json: missing key \"zone\""},
             Case{"\"saturday\": []", "\"satuday\": []", "calendar.json at /week/satuday: unknown key"},
             Case{"13:00-18:00", "12:00-18:00", "calendar.json at /week/monday/1: must begin after the span before it has ended"},
             Case{"13:00-18:00", "18:00-13:00",
                  "calendar.json at /week/monday/1: must be a span of one day such as \"09:00-18:00\", is \"18:00-13:00\""},
             Case{"13:00-18:00", "13:00-24:01",
                  "calendar.json at /week/monday/1: must be a span of one day such as \"09:00-18:00\", is \"13:00-24:01\""},
             Case{"[\"09:00-12:00\", \"13:00-18:00\"]", "[]", "calendar.json at /week: the desk is never open"},
             Case{"2026-02-15", "2026-02-30", "calendar.json at /holidays/0/from: must be a date such as \"2026-02-14\", is \"2026-02-30\""},
             Case{"2026-02-23", "2026-02-14", "calendar.json at /holidays/0: must last from 1 to 31 days"},
             Case{"2026-02-23", "2026-03-18", "calendar.json at /holidays/0: must last from 1 to 31 days"},
             Case{"2026-02-14", "2026-02-16", "calendar.json at /holidays: a make-up day lies inside a holiday"},
             Case{"[\"2026-02-14\"]}", "[\"2026-02-14\", \"2026-02-14\"]}", "calendar.json at /holidays/0/make_up/1: is a make-up day already"},
             Case{"[\"2026-02-14\"]}", "[]}, {\"name\": \"x\", \"from\": \"2026-02-20\"}", "calendar.json at /holidays/1: overlaps another holiday"},
             Case{"\"make_up_hours\": [\"09:00-18:00\"]", "\"make_up_hours\": []", "calendar.json at /make_up_hours: make-up days need opening hours"},
         })
        EXPECT_THAT(words(problems_with(from, to)), testing::Contains(problem)) << from << " -> " << to;
    EXPECT_THAT(words(problems_with("2026-02-23", "2026-03-17")), IsEmpty()) << "31 days are allowed, 32 are not";
}

TEST(LoadCalendar, R29_ZonesChangeTheirOffsetWhenTheCountryDoes) {
    const auto shanghai = zone_named("Asia/Shanghai");
    ASSERT_TRUE(shanghai);
    const auto at = [](std::string_view date) { return tickets::Time{day(date).time_since_epoch()}; };
    EXPECT_EQ(to_local(*shanghai, at("1986-07-01")), tickets::LocalTime{day("1986-07-01")} + 9h) << "summer time 1986-1991";
    EXPECT_EQ(to_local(*shanghai, at("2026-07-01")), tickets::LocalTime{day("2026-07-01")} + 8h);
    const auto berlin = zone_named("Europe/Berlin");
    ASSERT_TRUE(berlin);
    EXPECT_EQ(to_local(*berlin, at("2037-07-01")), tickets::LocalTime{day("2037-07-01")} + 2h);
    EXPECT_EQ(to_local(*berlin, at("2037-12-01")), tickets::LocalTime{day("2037-12-01")} + 1h);
    EXPECT_EQ(zone_named(""), std::nullopt);
}

TEST(Dates, OnlyDatesThatExistAreDates) {
    EXPECT_EQ(parse_date("2024-02-29"), std::chrono::local_days{std::chrono::year(2024) / 2 / 29});
    for (const char* text : {"", "2025-02-29", "2025-13-01", "2025-00-01", "2025-1-01", "2025-01-32", "20250101", " 2025-01-01", "2025-01-01 "})
        EXPECT_EQ(parse_date(text), std::nullopt) << text;
}

TEST(Dates, ADayHasTwentyFourHours) {
    EXPECT_EQ(parse_time_of_day("00:00"), 0min);
    EXPECT_EQ(parse_time_of_day("23:59"), 23h + 59min);
    EXPECT_EQ(parse_time_of_day("24:00"), 24h);
    for (const char* text : {"", "24:01", "9:00", "09:60", "09.00", "09:0"}) EXPECT_EQ(parse_time_of_day(text), std::nullopt) << text;
}

}  // namespace
