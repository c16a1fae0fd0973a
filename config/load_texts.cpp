#include "config/load_texts.hpp"

#include <set>
#include <utility>

namespace config {

namespace {

std::string joined_lines(const Node& node) {
    std::string out;
    bool first = true;
    for (const auto& line : node.as_strings()) {
        out += (first ? "" : "\n") + line;
        first = false;
    }
    return out;
}

// Every {name} must be a value that a template can have; [[ and ]] must stand in pairs.
void check_template(const Node& node, std::string_view text) {
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
        const auto close = text.find('}', open);
        if (close == std::string_view::npos) return node.problem("a { without its }");
        const auto name = text.substr(open + 1, close - open - 1);
        const bool known = name.starts_with("slot.") || name.starts_with("word.") || dialog::template_value(name) != nullptr;
        if (!known) node.problem("unknown value {" + std::string(name) + "}");
    }
    auto rest = text;
    while (true) {
        const auto open = rest.find("[[");
        const auto close = rest.find("]]");
        if (open == close) return;
        if (open == std::string_view::npos || close == std::string_view::npos || close < open) return node.problem("[[ and ]] do not stand in pairs");
        rest.remove_prefix(close + 2);
    }
}

dialog::Texts read_texts(const Node& root) {
    dialog::Texts texts;
    root.only({"prompts", "words"});
    for (const auto& [name, value] : root.at("prompts").members()) {
        const auto text = joined_lines(value);
        check_template(value, text);
        texts.prompts.emplace(name, text);
    }
    for (const auto& [name, value] : root.at("words").members()) texts.words[name] = value.as_string();
    return texts;
}

// Each text exists in each language.
template <class Map>
void compare(const Map& have, const Map& other, const std::string& file, const std::string& kind, const std::string& other_locale, Problems& problems) {
    std::set<std::string> missing;
    for (const auto& [name, text] : other)
        if (!have.contains(name)) missing.insert(name);
    for (const auto& name : missing) problems.push_back({file, "/" + kind, "\"" + name + "\" is missing, " + other_locale + " has it"});
}

}  // namespace

std::map<std::string, dialog::Texts> load_texts(const std::filesystem::path& root, Problems& problems) {
    std::map<std::string, dialog::Texts> out;
    for (const auto& file : json_files(root, "texts")) {
        const auto json = read_json(root, file, problems);
        if (json) out[std::filesystem::path(file).stem().string()] = read_texts(Node(*json, file, "", problems));
    }
    if (out.empty()) problems.push_back({"texts", "", "there is no language"});
    for (const auto& [locale, texts] : out)
        for (const auto& [other_locale, other] : out) {
            compare(texts.prompts, other.prompts, "texts/" + locale + ".json", "prompts", other_locale, problems);
            compare(texts.words, other.words, "texts/" + locale + ".json", "words", other_locale, problems);
        }
    return out;
}

}  // namespace config
