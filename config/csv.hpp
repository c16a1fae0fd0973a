// Comma-separated values as RFC 4180 has them: quotes, doubled quotes, line breaks inside quotes, CRLF or LF, a byte order mark.
// Every problem says line and column.
#pragma once

#include "config/reader.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace config {

struct CsvRow {
    std::size_t line = 0;              // where it begins, from 1
    std::vector<std::string> fields;   // as many as the header has
    bool operator==(const CsvRow&) const = default;
};

struct CsvTable {
    std::string file;
    std::vector<std::string> header;
    std::vector<CsvRow> rows;          // empty lines are left out
    bool operator==(const CsvTable&) const = default;
};

// Parses `text`; `file` is for the problems. A row that is broken or has more or fewer fields than the header is left out and is a problem.
CsvTable parse_csv(std::string_view text, const std::string& file, Problems& problems);

}  // namespace config
