// Promised times from a clock policy (R27, R28): which deadline a priority gives. Pure.
#pragma once

#include "tickets/calendar.hpp"
#include "tickets/ticket.hpp"

#include <map>
#include <string>

namespace tickets {

// How far away a deadline is: so many hours around the clock, hours of opening time, or working days.
struct Target {
    enum class Unit { hours, open_hours, working_days };
    Unit unit = Unit::hours;
    std::chrono::minutes time{};  // for hours and open_hours
    int days = 0;                 // for working_days
    bool operator==(const Target&) const = default;
};

struct ClockPolicy {
    struct Targets {
        Target first_response;
        Target solution;
        bool operator==(const Targets&) const = default;
    };
    std::string id;
    std::map<Priority, Targets> targets;  // all four priorities
    bool operator==(const ClockPolicy&) const = default;
};

// The moment `target` away from `from`. A calendar that never opens again within kHorizonDays gives that horizon.
Time deadline(const Target& target, const Calendar& calendar, Time from);
Deadlines deadlines(const ClockPolicy& policy, const Calendar& calendar, Priority priority, Time opened);

}  // namespace tickets
