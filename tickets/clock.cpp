#include "tickets/clock.hpp"

namespace tickets {

Time deadline(const Target& target, const Calendar& calendar, Time from) {
    const auto horizon = from + std::chrono::days{kHorizonDays};
    switch (target.unit) {
        case Target::Unit::hours: return from + target.time;
        case Target::Unit::open_hours: return after_open_time(calendar, from, target.time).value_or(horizon);
        case Target::Unit::working_days: return after_working_days(calendar, from, target.days).value_or(horizon);
    }
    return horizon;
}

Deadlines deadlines(const ClockPolicy& policy, const Calendar& calendar, Priority priority, Time opened) {
    const auto& targets = policy.targets.at(priority);
    return {deadline(targets.first_response, calendar, opened), deadline(targets.solution, calendar, opened)};
}

}  // namespace tickets
