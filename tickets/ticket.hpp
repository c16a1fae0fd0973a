// The case itself: one customer issue with number, class, priority, clocks and its facts. Plain values.
#pragma once

#include "tickets/time.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tickets {

enum class Priority { urgent, high, medium, low };  // in the order of the queue

enum class Status {
    opened,               // new: nobody owns it yet
    assigned,             // has an owner who has not begun
    in_progress,
    waiting_customer,
    waiting_third_party,
    solved,               // a solution was given, the customer has not confirmed it
    confirmed,            // the customer accepted it
    closed,
    reopened,
};

// What is promised to the customer; made by tickets::deadlines from the clock policy.
struct Deadlines {
    Time first_response{};
    Time solution{};
    bool operator==(const Deadlines&) const = default;
};

struct Ticket {
    std::string number;        // prefix + local date + serial, WX20240512001; given at commit, never reused
    std::string conversation;  // where it was opened
    std::string channel;
    std::string locale;
    std::string category;
    std::string subcategory;
    Priority priority = Priority::medium;
    Status status = Status::opened;
    std::string team;
    std::string owner;          // agent id, empty while nobody owns it
    std::string customer;       // customer id, empty for an unverified customer
    bool verified = false;      // identity was verified when it was opened (R9, R10)
    std::string summary;        // the issue in the customer's words
    std::map<std::string, std::string> facts;  // slot name to value (R12)
    std::vector<std::string> findings;         // named contradictions between what is said and what is on record (R15)
    std::vector<std::string> risks;            // safety, batch, exposure, legal (R23)
    std::string explanation;    // which rules and words decided class and priority
    std::string clock_policy;
    Time opened_at{};
    Deadlines due;
    std::optional<Time> first_response_at;
    std::optional<Time> solved_at;
    std::optional<Time> closed_at;
    std::string rating;          // satisfied, fair, unsatisfied, or empty
    std::string rating_comment;
    bool operator==(const Ticket&) const = default;
};

// One line of the handling log (R35); nothing is overwritten.
struct LogLine {
    std::string ticket;
    Time at{};
    std::string who;   // agent id, "bot" or "customer"
    std::string what;    // opened, updated, assigned, answered, priority, class, status, rated, commented
    std::string detail;  // ids, `assigned -> in_progress`, or a person's words; never prose of the program
    bool operator==(const LogLine&) const = default;
};

std::string_view name(Priority priority);  // urgent, high, medium, low
std::string_view name(Status status);      // new, assigned, in_progress, ...
std::optional<Priority> priority_named(std::string_view name);  // the same names, or 紧急 高 中 低
std::optional<Status> status_named(std::string_view name);

// True when the life cycle lets a ticket go from one status to the other (R34).
bool may_go(Status from, Status to);

// `WX20240512001` for prefix WX, 2024-05-12, serial 1; more digits when the day has more than 999.
std::string format_number(std::string_view prefix, std::chrono::year_month_day day, unsigned serial);

}  // namespace tickets
