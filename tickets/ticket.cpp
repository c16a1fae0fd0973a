#include "tickets/ticket.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace tickets {

namespace {

struct PriorityRow {
    Priority priority;
    std::string_view name;
    std::string_view chinese;
};

constexpr std::array kPriorities{
    PriorityRow{Priority::urgent, "urgent", "紧急"},
    PriorityRow{Priority::high, "high", "高"},
    PriorityRow{Priority::medium, "medium", "中"},
    PriorityRow{Priority::low, "low", "低"},
};

constexpr std::size_t kStatuses = 9;

struct StatusRow {
    Status status;
    std::string_view name;
    std::string_view steps;  // one letter per status that may follow, in the order of the enumeration; '.' is refused
};

// The life cycle. A new ticket can be solved in its first talk; any unsolved one can be closed (withdrawn, or unsolvable with the
// customer's last word, R52); a solved one waits for the customer's yes; and only what was solved or closed can be reopened.
constexpr std::array<StatusRow, kStatuses> kLifeCycle{{
    //                                                        n a p c t s f x r
    {Status::opened,              "new",                     ". a p . . s . x ."},
    {Status::assigned,            "assigned",                "n . p c t s . x ."},
    {Status::in_progress,         "in_progress",             "n a . c t s . x ."},
    {Status::waiting_customer,    "waiting_customer",        ". a p . t s . x ."},
    {Status::waiting_third_party, "waiting_third_party",     ". a p c . s . x ."},
    {Status::solved,              "solved",                  ". . . . . . f x r"},
    {Status::confirmed,           "confirmed",               ". . . . . . . x r"},
    {Status::closed,              "closed",                  ". . . . . . . . r"},
    {Status::reopened,            "reopened",                ". a p c t s . x ."},
}};

constexpr std::size_t index(Status status) { return static_cast<std::size_t>(status); }

constexpr bool allowed(std::size_t from, std::size_t to) { return kLifeCycle[from].steps[2 * to] != '.'; }

constexpr bool rows_are_in_order() {
    for (std::size_t i = 0; i < kStatuses; ++i)
        if (index(kLifeCycle[i].status) != i || kLifeCycle[i].steps.size() != 2 * kStatuses - 1) return false;
    for (std::size_t i = 0; i < kPriorities.size(); ++i)
        if (static_cast<std::size_t>(kPriorities[i].priority) != i) return false;
    return true;
}

constexpr bool no_step_to_itself() {
    for (std::size_t i = 0; i < kStatuses; ++i)
        if (allowed(i, i)) return false;
    return true;
}

constexpr bool reaches(Status from, Status to) {
    std::array<bool, kStatuses> seen{};
    seen[index(from)] = true;
    for (std::size_t round = 0; round < kStatuses; ++round)
        for (std::size_t i = 0; i < kStatuses; ++i)
            for (std::size_t j = 0; j < kStatuses; ++j)
                if (seen[i] && allowed(i, j)) seen[j] = true;
    return seen[index(to)];
}

constexpr bool every_status_is_reached_and_can_be_closed() {
    for (const auto& row : kLifeCycle)
        if (!reaches(Status::opened, row.status) || !reaches(row.status, Status::closed)) return false;
    return true;
}

static_assert(index(Status::reopened) + 1 == kStatuses);
static_assert(rows_are_in_order());
static_assert(no_step_to_itself());
static_assert(every_status_is_reached_and_can_be_closed());
static_assert(!allowed(index(Status::opened), index(Status::reopened)), "what was never solved cannot be reopened");

}  // namespace

std::string_view name(Priority priority) { return kPriorities[static_cast<std::size_t>(priority)].name; }

std::string_view name(Status status) { return kLifeCycle[index(status)].name; }

std::optional<Priority> priority_named(std::string_view name) {
    const auto row = std::find_if(kPriorities.begin(), kPriorities.end(),
                                  [name](const PriorityRow& each) { return each.name == name || each.chinese == name; });
    return row == kPriorities.end() ? std::nullopt : std::optional(row->priority);
}

std::optional<Status> status_named(std::string_view name) {
    const auto row =
        std::find_if(kLifeCycle.begin(), kLifeCycle.end(), [name](const StatusRow& each) { return each.name == name; });
    return row == kLifeCycle.end() ? std::nullopt : std::optional(row->status);
}

bool may_go(Status from, Status to) { return allowed(index(from), index(to)); }

std::string format_number(std::string_view prefix, std::chrono::year_month_day day, unsigned serial) {
    char date_and_serial[32];
    std::snprintf(date_and_serial, sizeof date_and_serial, "%04d%02u%02u%03u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), serial);
    return std::string(prefix) + date_and_serial;
}

}  // namespace tickets
