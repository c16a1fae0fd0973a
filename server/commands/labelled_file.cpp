#include "server/commands/labelled_file.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

namespace server::commands {
namespace {

std::vector<std::string> split(std::string line) {
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string> cells;
    std::size_t begin = 0;
    for (std::size_t tab = line.find('\t'); tab != std::string::npos; tab = line.find('\t', begin)) {
        cells.push_back(line.substr(begin, tab - begin));
        begin = tab + 1;
    }
    cells.push_back(line.substr(begin));
    return cells;
}

// One row by the names of the columns; a column that is not there is empty.
class Row {
public:
    Row(const std::vector<std::string>& columns, const std::vector<std::string>& cells) {
        for (std::size_t at = 0; at < std::min(columns.size(), cells.size()); ++at) cells_[columns[at]] = cells[at];
    }
    std::string at(const std::string& column) const {
        const auto found = cells_.find(column);
        return found == cells_.end() ? std::string() : found->second;
    }

private:
    std::map<std::string, std::string> cells_;
};

std::vector<std::pair<std::string, std::string>> entities_of(const std::string& text) {
    std::vector<std::pair<std::string, std::string>> entities;
    if (text.empty()) return entities;
    const auto object = nlohmann::ordered_json::parse(text);
    for (const auto& [kind, value] : object.items()) {
        for (const auto& each : value.is_array() ? value : nlohmann::ordered_json::array({value})) {
            entities.emplace_back(kind, each.is_string() ? each.get<std::string>() : each.dump());
        }
    }
    return entities;
}

intents::LabelledText labelled(const Row& row) {
    intents::LabelledText text;
    text.text = row.at("utterance");
    text.category = row.at("category");
    text.subcategory = row.at("subcategory");
    text.priority = row.at("priority");
    text.wants_human = row.at("wants_human") == "1";
    text.angry = row.at("emotion") == "angry";
    text.entities = entities_of(row.at("entities"));
    return text;
}

}  // namespace

std::vector<intents::LabelledText> read_labelled(const std::filesystem::path& path) {
    std::ifstream in(path);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    std::string line;
    std::getline(in, line);
    const auto columns = split(line);
    if (std::ranges::find(columns, "utterance") == columns.end()) throw std::runtime_error(path.string() + ": the first line names no column utterance");
    std::vector<intents::LabelledText> rows;
    for (std::size_t number = 2; std::getline(in, line); ++number) {
        if (line.empty()) continue;
        try {
            rows.push_back(labelled(Row(columns, split(line))));
        } catch (const nlohmann::json::exception& error) {
            throw std::runtime_error(path.string() + ":" + std::to_string(number) + ": entities: " + error.what());
        }
    }
    return rows;
}

}  // namespace server::commands
