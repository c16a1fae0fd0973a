// Reads the configuration's JSON with the place in hand: every problem says file and JSON path, and all of them are
// collected, so that an operator mends a file in one go. Duplicate and unknown keys are problems.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace config {

using Json = nlohmann::ordered_json;  // document order is key order (the flow notation needs it)

struct Problem {
    std::string file;     // relative to the configuration directory
    std::string path;     // JSON pointer, for instance /states/greet/on/message; or "line 12, column 3" for a syntax error
    std::string message;
    bool operator==(const Problem&) const = default;
};

std::string to_string(const Problem& problem);

using Problems = std::vector<Problem>;

// One JSON value and where it stands. A getter of the wrong type records a problem and returns the fallback.
class Node {
public:
    Node(const Json& value, std::string file, std::string path, Problems& problems)
        : value_(&value), file_(std::move(file)), path_(std::move(path)), problems_(&problems) {}

    const Json& json() const { return *value_; }
    const std::string& path() const { return path_; }
    const std::string& file() const { return file_; }
    Problems& problems() const { return *problems_; }
    void problem(std::string message) const;

    // Records a problem for each key that is not among `keys`.
    void only(std::initializer_list<std::string_view> keys) const;
    bool has(std::string_view key) const;
    // The child; a missing one records a problem and gives null.
    Node at(std::string_view key) const;
    std::optional<Node> find(std::string_view key) const;

    std::string string(std::string_view key) const;                                // required
    std::string string_or(std::string_view key, std::string fallback) const;
    std::int64_t integer(std::string_view key, std::int64_t min, std::int64_t max) const;  // required, within [min, max]
    std::int64_t integer_or(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max) const;
    bool boolean_or(std::string_view key, bool fallback) const;
    std::vector<std::string> strings_or_none(std::string_view key) const;          // array of strings, or absent

    std::string as_string() const;
    std::vector<std::string> as_strings() const;  // an array of strings, or one string
    std::vector<Node> items() const;                                // array elements; not an array: a problem, none
    std::vector<std::pair<std::string, Node>> members() const;      // object members; not an object: a problem, none

private:
    bool is_object() const;
    Node child(std::string_view key, const Json& value) const;

    const Json* value_;
    std::string file_;
    std::string path_;
    Problems* problems_;
};

// One file below `root` as it is. Not there or larger than kMaxConfigBytes: a problem, and none.
std::optional<std::string> read_text(const std::filesystem::path& root, const std::string& file, Problems& problems);

// Parses one file below `root`. Not there, too large (kMaxConfigBytes), bad UTF-8, bad syntax or a duplicate key: a problem, and none.
std::optional<Json> read_json(const std::filesystem::path& root, const std::string& file, Problems& problems);

// The files *.json in a folder below `root`, as names relative to `root`, sorted.
std::vector<std::string> json_files(const std::filesystem::path& root, const std::string& folder);

inline constexpr std::uintmax_t kMaxConfigBytes = 8 << 20;

}  // namespace config
