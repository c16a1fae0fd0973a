// Slows down guessing: counts failed logins per name and per source over a sliding window. Time comes in as an argument. Any thread.
#pragma once

#include "tickets/time.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace server {

struct LoginLimits {
    std::size_t max_failures_per_name = 10;
    std::size_t max_failures_per_source = 30;
    std::chrono::milliseconds window = std::chrono::minutes(15);
    std::size_t max_remembered = 20'000;  // names and sources; beyond it nobody new may try until the window has passed
    bool operator==(const LoginLimits&) const = default;
};

class LoginTries {
public:
    explicit LoginTries(LoginLimits limits = {}) : limits_(limits) {}

    // Takes a place for one try before it is made, so that a hundred at once do not all pass. False: too many.
    bool begin(const std::string& name, const std::string& source, tickets::Time now);
    // The try was right: its place is given back, and the name's failures are forgotten.
    void succeeded(const std::string& name, const std::string& source);

private:
    using Times = std::deque<tickets::Time>;

    const LoginLimits limits_;
    std::mutex mutex_;
    std::map<std::string, Times> by_name_;
    std::map<std::string, Times> by_source_;
};

}  // namespace server
