#include "tickets/calendar.hpp"

#include "tests/tickets/support.hpp"

#include <gmock/gmock.h>

namespace {

using namespace support;
using namespace tickets;

TEST(Calendar, R29_LocalTimeFollowsTheZone) {
    EXPECT_EQ(to_local(shanghai(), utc("2026-02-14 01:00")), local("2026-02-14 09:00"));
    EXPECT_EQ(to_local(new_york(), utc("2026-03-08 07:00") - kTick), local("2026-03-08 02:00") - kTick);
    EXPECT_EQ(to_local(new_york(), utc("2026-03-08 07:00")), local("2026-03-08 03:00"));
    EXPECT_EQ(to_local(new_york(), utc("2020-01-01 00:00")), local("2019-12-31 19:00")) << "before the first offset it holds too";
    EXPECT_EQ(to_local({}, utc("2026-01-01 00:00")), local("2026-01-01 00:00")) << "a zone without offsets is UTC";
}

TEST(Calendar, R29_ASkippedHourIsTheMomentOfTheChange) {
    EXPECT_EQ(to_utc(new_york(), local("2026-03-08 02:00") - kTick), utc("2026-03-08 07:00") - kTick);
    EXPECT_EQ(to_utc(new_york(), local("2026-03-08 02:00")), utc("2026-03-08 07:00"));
    EXPECT_EQ(to_utc(new_york(), local("2026-03-08 02:59")), utc("2026-03-08 07:00"));
    EXPECT_EQ(to_utc(new_york(), local("2026-03-08 03:00")), utc("2026-03-08 07:00"));
    EXPECT_EQ(to_utc(new_york(), local("2026-03-08 03:01")), utc("2026-03-08 07:01"));
}

TEST(Calendar, R29_OfADoubledHourTheFirstIsMeant) {
    EXPECT_EQ(to_utc(new_york(), local("2026-11-01 00:59")), utc("2026-11-01 04:59"));
    EXPECT_EQ(to_utc(new_york(), local("2026-11-01 01:30")), utc("2026-11-01 05:30"));
    EXPECT_EQ(to_utc(new_york(), local("2026-11-01 02:00") - kTick), utc("2026-11-01 06:00") - kTick);
    EXPECT_EQ(to_utc(new_york(), local("2026-11-01 02:00")), utc("2026-11-01 07:00"));
}

TEST(Calendar, R29_LocalAndBackIsTheSameAroundTheClock) {
    for (auto time = utc("2026-03-01 00:00"); time < utc("2026-03-15 00:00"); time += 30min)
        EXPECT_EQ(to_utc(new_york(), to_local(new_york(), time)), time);
}

TEST(Calendar, R29_IsOpenFromTheFirstTickToTheLast) {
    const auto calendar = office();
    struct Case { const char* local; bool open; };
    for (const auto& [text, open] : {Case{"2026-02-12 08:59:59.999", false}, Case{"2026-02-12 09:00", true},
                                     Case{"2026-02-12 11:59:59.999", true}, Case{"2026-02-12 12:00", false},
                                     Case{"2026-02-12 12:59:59.999", false}, Case{"2026-02-12 13:00", true},
                                     Case{"2026-02-12 17:59:59.999", true}, Case{"2026-02-12 18:00", false},
                                     Case{"2026-02-14 12:30", true},    // make-up Saturday, no break
                                     Case{"2026-02-16 10:00", false},   // holiday on a Monday
                                     Case{"2026-02-21 10:00", false},   // Saturday
                                     Case{"2026-02-24 10:00", true}})
        EXPECT_EQ(is_open(calendar, at_office(text)), open) << text;
}

TEST(Calendar, R29_AMakeUpDayWinsOverTheWeekendAndOverAHoliday) {
    auto calendar = office();
    EXPECT_TRUE(is_working_day(calendar, day("2026-02-14")));
    EXPECT_FALSE(is_working_day(calendar, day("2026-02-15")));
    EXPECT_FALSE(is_working_day(calendar, day("2026-02-21"))) << "an ordinary Saturday";
    calendar.holidays.insert(day("2026-02-14"));
    EXPECT_TRUE(is_working_day(calendar, day("2026-02-14")));
}

TEST(Calendar, R29_NextOpeningIsNowWhenItIsOpen) {
    const auto calendar = office();
    struct Case { const char* from; const char* opens; };
    for (const auto& [from, opens] : {Case{"2026-02-12 08:59", "2026-02-12 09:00"}, Case{"2026-02-12 09:00", "2026-02-12 09:00"},
                                      Case{"2026-02-12 11:59", "2026-02-12 11:59"}, Case{"2026-02-12 12:00", "2026-02-12 13:00"},
                                      Case{"2026-02-13 18:00", "2026-02-14 09:00"}, Case{"2026-02-14 18:00", "2026-02-24 09:00"},
                                      Case{"2026-02-20 23:59", "2026-02-24 09:00"}})
        EXPECT_EQ(in_office(next_opening(calendar, at_office(from))), opens) << from;
}

TEST(Calendar, R29_WorkingDaysSkipWeekendsAndHolidaysAndCountMakeUpDays) {
    const auto calendar = office();
    struct Case { const char* from; int days; const char* due; };
    for (const auto& [from, days, due] :
         {Case{"2026-02-11 10:00", 1, "2026-02-12 18:00"}, Case{"2026-02-11 00:00", 1, "2026-02-12 18:00"},
          Case{"2026-02-11 23:59:59.999", 1, "2026-02-12 18:00"}, Case{"2026-02-12 00:00", 1, "2026-02-13 18:00"},
          Case{"2026-02-13 10:00", 1, "2026-02-14 18:00"}, Case{"2026-02-13 10:00", 2, "2026-02-24 18:00"},
          Case{"2026-02-14 17:59", 1, "2026-02-24 18:00"}, Case{"2026-02-15 10:00", 1, "2026-02-24 18:00"},
          Case{"2026-02-24 10:00", 5, "2026-03-02 18:00"}, Case{"2026-02-24 10:00", 10, "2026-03-09 18:00"}})
        EXPECT_EQ(in_office(after_working_days(calendar, at_office(from), days)), due) << from << " + " << days;
}

TEST(Calendar, R29_OpenTimeRunsOnlyWhileOpen) {
    const auto calendar = office();
    struct Case { const char* from; std::chrono::minutes amount; const char* due; };
    for (const auto& [from, amount, due] :
         {Case{"2026-02-12 09:00", 3h, "2026-02-12 12:00"}, Case{"2026-02-12 09:00", 181min, "2026-02-12 13:01"},
          Case{"2026-02-12 09:00", 8h, "2026-02-12 18:00"}, Case{"2026-02-12 09:00", 481min, "2026-02-13 09:01"},
          Case{"2026-02-12 07:00", 15min, "2026-02-12 09:15"}, Case{"2026-02-12 17:55", 15min, "2026-02-13 09:10"},
          Case{"2026-02-14 17:00", 2h, "2026-02-24 10:00"}, Case{"2026-02-15 10:00", 0min, "2026-02-24 09:00"}})
        EXPECT_EQ(in_office(after_open_time(calendar, at_office(from), amount)), due) << from << " + " << amount.count();
}

TEST(Calendar, R29_OpeningHoursFollowTheClocksOfASummerTimeZone) {
    auto calendar = office();
    calendar.zone = new_york();
    EXPECT_EQ(next_opening(calendar, utc("2026-03-06 23:00")), utc("2026-03-09 13:00")) << "09:00 in summer time";
    EXPECT_EQ(next_opening(calendar, utc("2026-10-30 22:00")), utc("2026-11-02 14:00")) << "09:00 in winter time";
}

TEST(Calendar, R29_ACalendarThatNeverOpensSaysSoWithinItsHorizon) {
    Calendar closed;
    closed.zone = shanghai();
    EXPECT_EQ(next_opening(closed, at_office("2026-02-12 09:00")), std::nullopt);
    EXPECT_EQ(after_working_days(closed, at_office("2026-02-12 09:00"), 1), std::nullopt);
    EXPECT_EQ(after_open_time(closed, at_office("2026-02-12 09:00"), 1min), std::nullopt);

    closed.make_up_days[day("2026-02-12") + std::chrono::days{kHorizonDays}] = {{9h, 10h}};
    EXPECT_NE(next_opening(closed, at_office("2026-02-12 09:00")), std::nullopt) << "the last day of the horizon is seen";
    EXPECT_EQ(next_opening(closed, at_office("2026-02-11 09:00")), std::nullopt) << "one day more is not";
}

}  // namespace
