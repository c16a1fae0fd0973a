#include "server/log.hpp"

#include <atomic>
#include <chrono>
#include <fmt/chrono.h>
#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace server {
namespace {

std::string_view name(LogLevel level) {
    switch (level) {
        case LogLevel::info: return "info";
        case LogLevel::warning: return "warning";
        case LogLevel::error: return "error";
        case LogLevel::none: break;
    }
    return "error";
}

std::atomic<LogLevel> least_level{LogLevel::info};

spdlog::logger& logger() {
    static const std::shared_ptr<spdlog::logger> instance = [] {
        auto made = std::make_shared<spdlog::logger>("frontdesk", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%v");  // the line is whole already: spdlog's own formatter escapes nothing
        made->flush_on(spdlog::level::trace);
        return made;
    }();
    return *instance;
}

}  // namespace

std::string log_line(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    const auto now = std::chrono::system_clock::now();
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
    nlohmann::ordered_json line;
    line["at"] = fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(now)), millis);
    line["level"] = name(level);
    line["event"] = event;
    for (const LogField& field : fields) {
        std::visit([&](const auto& value) { line[std::string(field.key)] = value; }, field.value);
    }
    return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

void log_event(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    if (level < least_level) return;
    const auto severity = level == LogLevel::info      ? spdlog::level::info
                          : level == LogLevel::warning ? spdlog::level::warn
                                                       : spdlog::level::err;
    logger().log(severity, spdlog::string_view_t(log_line(level, event, fields)));
}

void set_log_level(LogLevel least) { least_level = least; }

}  // namespace server
