#include "storage/numbering.hpp"

namespace storage {

namespace {

std::chrono::year_month_day utc_day(Time time) { return std::chrono::floor<std::chrono::days>(time); }

Time system_now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

}  // namespace

Numbering numbering_of(const SqliteOptions& options) {
    return {options.ticket_prefix, options.local_day ? options.local_day : utc_day, options.now ? options.now : system_now};
}

}  // namespace storage
