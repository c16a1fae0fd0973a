#include "config/dates.hpp"

namespace config {

namespace {

// Digits where the pattern has 0, anything else as it stands.
bool looks_like(std::string_view text, std::string_view pattern) {
    if (text.size() != pattern.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (pattern[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != pattern[i]) return false;
    return true;
}

int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) value = value * 10 + (c - '0');
    return value;
}

}  // namespace

std::optional<std::chrono::local_days> parse_date(std::string_view text) {
    if (!looks_like(text, "0000-00-00")) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(number(text.substr(0, 4))),
                                           std::chrono::month(static_cast<unsigned>(number(text.substr(5, 2)))),
                                           std::chrono::day(static_cast<unsigned>(number(text.substr(8, 2))))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::local_days(date);
}

std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text) {
    if (!looks_like(text, "00:00")) return std::nullopt;
    const int hour = number(text.substr(0, 2));
    const int minute = number(text.substr(3, 2));
    if (minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
    return std::chrono::hours(hour) + std::chrono::minutes(minute);
}

}  // namespace config
