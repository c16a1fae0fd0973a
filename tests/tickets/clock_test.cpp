#include "tickets/clock.hpp"

#include "tests/tickets/support.hpp"

#include <gmock/gmock.h>

namespace {

using namespace support;
using namespace tickets;
using Unit = Target::Unit;

Target hours(std::chrono::minutes time) { return {Unit::hours, time, 0}; }
Target open_hours(std::chrono::minutes time) { return {Unit::open_hours, time, 0}; }
Target working_days(int days) { return {Unit::working_days, 0min, days}; }

ClockPolicy policy_c() {
    return {"C",
            {{Priority::urgent, {hours(15min), hours(24h)}},
             {Priority::high, {hours(2h), hours(72h)}},
             {Priority::medium, {hours(4h), working_days(5)}},
             {Priority::low, {hours(8h), working_days(10)}}}};
}

ClockPolicy policy_f() {
    return {"F",
            {{Priority::urgent, {hours(2h), hours(24h)}},
             {Priority::high, {hours(4h), hours(48h)}},
             {Priority::medium, {hours(24h), working_days(7)}},
             {Priority::low, {working_days(3), working_days(15)}}}};
}

struct Case {
    Priority priority;
    const char* first_response;
    const char* solution;
};

void expect_due(const ClockPolicy& policy, const char* opened, std::initializer_list<Case> cases) {
    for (const auto& [priority, first_response, solution] : cases) {
        const auto due = deadlines(policy, office(), priority, at_office(opened));
        EXPECT_EQ(in_office(due.first_response), first_response) << name(priority);
        EXPECT_EQ(in_office(due.solution), solution) << name(priority);
    }
}

TEST(Clock, R27_PolicyCGivesEachPriorityItsTimes) {
    expect_due(policy_c(), "2026-02-12 17:50",
               {{Priority::urgent, "2026-02-12 18:05", "2026-02-13 17:50"},
                {Priority::high, "2026-02-12 19:50", "2026-02-15 17:50"},
                {Priority::medium, "2026-02-12 21:50", "2026-02-26 18:00"},
                {Priority::low, "2026-02-13 01:50", "2026-03-04 18:00"}});
}

TEST(Clock, R28_PolicyFGivesEachPriorityItsTimes) {
    expect_due(policy_f(), "2026-02-12 17:50",
               {{Priority::urgent, "2026-02-12 19:50", "2026-02-13 17:50"},
                {Priority::high, "2026-02-12 21:50", "2026-02-14 17:50"},
                {Priority::medium, "2026-02-13 17:50", "2026-02-28 18:00"},
                {Priority::low, "2026-02-24 18:00", "2026-03-11 18:00"}});
}

TEST(Clock, R29_OpenHoursWaitForTheDoorToOpen) {
    EXPECT_EQ(in_office(deadline(open_hours(15min), office(), at_office("2026-02-14 17:45"))), "2026-02-14 18:00");
    EXPECT_EQ(in_office(deadline(open_hours(15min), office(), at_office("2026-02-14 17:46"))), "2026-02-24 09:01");
}

TEST(Clock, R29_ADeskThatNeverOpensAgainIsDueAtTheHorizon) {
    const auto from = at_office("2026-02-12 09:00");
    EXPECT_EQ(deadline(working_days(1), Calendar{}, from), from + std::chrono::days{kHorizonDays});
    EXPECT_EQ(deadline(open_hours(1min), Calendar{}, from), from + std::chrono::days{kHorizonDays});
    EXPECT_EQ(deadline(hours(1min), Calendar{}, from), from + 1min);
}

}  // namespace
