// The log: one JSON line per event on stderr. Control characters come out escaped.
// Rule: no personal data; ids, codes and counts only.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace server {

enum class LogLevel { info, warning, error, none };

struct LogField {
    std::string_view key;
    std::variant<std::int64_t, double, std::string> value;

    LogField(std::string_view name, std::string_view text) : key(name), value(std::string(text)) {}
    LogField(std::string_view name, const char* text) : key(name), value(std::string(text)) {}
    LogField(std::string_view name, double number) : key(name), value(number) {}
    template <class Integer>
        requires std::is_integral_v<Integer>
    LogField(std::string_view name, Integer number) : key(name), value(static_cast<std::int64_t>(number)) {}
};

// The line without its line break: {"at":"...","level":"info","event":EVENT, fields...}.
std::string log_line(LogLevel level, std::string_view event, std::initializer_list<LogField> fields);
void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});
// Events below `least` are not written from now on; `none`: nothing is.
void set_log_level(LogLevel least);

}  // namespace server
