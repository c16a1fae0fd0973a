#include "config/reader.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace config {

namespace {

const Json kNull;

std::string escaped(std::string_view key) {  // a JSON pointer token, RFC 6901
    std::string out;
    for (char c : key) {
        if (c == '~') out += "~0";
        else if (c == '/') out += "~1";
        else out += c;
    }
    return out;
}

std::string line_and_column(std::string_view text, std::size_t byte) {
    const auto before = text.substr(0, std::min(byte, text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto newline = before.rfind('\n');
    const auto column = newline == std::string_view::npos ? before.size() : before.size() - newline - 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// Finds repeated keys: nlohmann keeps the last one silently, an operator would lose the first.
class DuplicateKeys {
public:
    bool operator()(int, Json::parse_event_t event, const Json& parsed) {
        if (event == Json::parse_event_t::object_start) open_.emplace_back();
        if (event == Json::parse_event_t::object_end && !open_.empty()) open_.pop_back();
        if (event == Json::parse_event_t::key && !open_.empty() && !open_.back().insert(parsed.get<std::string>()).second)
            found_.push_back(parsed.get<std::string>());
        return true;
    }
    const std::vector<std::string>& found() const { return found_; }

private:
    std::vector<std::set<std::string>> open_;
    std::vector<std::string> found_;
};

}  // namespace

std::string to_string(const Problem& problem) {
    return problem.file + (problem.path.empty() ? "" : " at " + problem.path) + ": " + problem.message;
}

void Node::problem(std::string message) const { problems_->push_back({file_, path_, std::move(message)}); }

bool Node::is_object() const {
    if (value_->is_object()) return true;
    if (!value_->is_null()) problem("expected an object, found " + std::string(value_->type_name()));
    return false;
}

Node Node::child(std::string_view key, const Json& value) const { return {value, file_, path_ + "/" + escaped(key), *problems_}; }

void Node::only(std::initializer_list<std::string_view> keys) const {
    if (!is_object()) return;
    for (const auto& [key, value] : value_->items())
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) child(key, value).problem("unknown key");
}

bool Node::has(std::string_view key) const { return value_->is_object() && value_->contains(key); }

Node Node::at(std::string_view key) const {
    if (is_object() && value_->contains(key)) return child(key, (*value_)[std::string(key)]);
    problem("missing key \"" + std::string(key) + "\"");
    return child(key, kNull);
}

std::optional<Node> Node::find(std::string_view key) const {
    if (!has(key)) return std::nullopt;
    return child(key, (*value_)[std::string(key)]);
}

std::string Node::as_string() const {
    if (value_->is_string()) return value_->get<std::string>();
    if (!value_->is_null()) problem("expected a string, found " + std::string(value_->type_name()));
    return {};
}

std::string Node::string(std::string_view key) const { return at(key).as_string(); }

std::string Node::string_or(std::string_view key, std::string fallback) const {
    const auto node = find(key);
    return node ? node->as_string() : std::move(fallback);
}

std::int64_t Node::integer(std::string_view key, std::int64_t min, std::int64_t max) const {
    const auto node = at(key);
    if (node.json().is_null()) return min;
    if (!node.json().is_number_integer()) {
        node.problem("expected a whole number, found " + std::string(node.json().type_name()));
        return min;
    }
    const auto number = node.json().get<std::int64_t>();
    if (number >= min && number <= max) return number;
    node.problem("must be from " + std::to_string(min) + " to " + std::to_string(max) + ", is " + std::to_string(number));
    return min;
}

std::int64_t Node::integer_or(std::string_view key, std::int64_t fallback, std::int64_t min, std::int64_t max) const {
    return has(key) ? integer(key, min, max) : fallback;
}

bool Node::boolean_or(std::string_view key, bool fallback) const {
    const auto node = find(key);
    if (!node) return fallback;
    if (node->json().is_boolean()) return node->json().get<bool>();
    node->problem("expected true or false, found " + std::string(node->json().type_name()));
    return fallback;
}

std::vector<std::string> Node::as_strings() const {
    if (value_->is_string()) return {value_->get<std::string>()};
    std::vector<std::string> out;
    for (const auto& item : items()) out.push_back(item.as_string());
    return out;
}

std::vector<std::string> Node::strings_or_none(std::string_view key) const {
    const auto node = find(key);
    return node ? node->as_strings() : std::vector<std::string>{};
}

std::vector<Node> Node::items() const {
    std::vector<Node> out;
    if (!value_->is_array()) {
        if (!value_->is_null()) problem("expected an array, found " + std::string(value_->type_name()));
        return out;
    }
    for (std::size_t i = 0; i < value_->size(); ++i) out.push_back(child(std::to_string(i), (*value_)[i]));
    return out;
}

std::vector<std::pair<std::string, Node>> Node::members() const {
    std::vector<std::pair<std::string, Node>> out;
    if (!is_object()) return out;
    for (const auto& [key, value] : value_->items()) out.emplace_back(key, child(key, value));
    return out;
}

std::optional<std::string> read_text(const std::filesystem::path& root, const std::string& file, Problems& problems) {
    std::error_code error;
    const auto size = std::filesystem::file_size(root / file, error);
    std::ifstream in(root / file, std::ios::binary);
    if (error || !in) {
        problems.push_back({file, "", "cannot be read: " + (error ? error.message() : std::string("no permission"))});
        return std::nullopt;
    }
    if (size > kMaxConfigBytes) {
        problems.push_back({file, "", "is larger than " + std::to_string(kMaxConfigBytes) + " bytes"});
        return std::nullopt;
    }
    std::string text(static_cast<std::size_t>(size), '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    return text;
}

std::optional<Json> read_json(const std::filesystem::path& root, const std::string& file, Problems& problems) {
    const auto text = read_text(root, file, problems);
    if (!text) return std::nullopt;
    DuplicateKeys keys;
    try {
        auto json = Json::parse(*text, [&keys](int depth, Json::parse_event_t event, Json& parsed) { return keys(depth, event, parsed); });
        for (const auto& key : keys.found()) problems.push_back({file, "", "the key \"" + key + "\" stands twice in one object"});
        return json;
    } catch (const Json::parse_error& bad) {
        problems.push_back({file, line_and_column(*text, bad.byte), "is not valid JSON: " + std::string(bad.what())});
        return std::nullopt;
    }
}

std::vector<std::string> json_files(const std::filesystem::path& root, const std::string& folder) {
    std::vector<std::string> files;
    std::error_code error;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder, error))
        if (entry.is_regular_file() && entry.path().extension() == ".json")
            files.push_back(std::filesystem::relative(entry.path(), root).generic_string());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace config
