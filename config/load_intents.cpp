#include "config/load_intents.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace config {

namespace {

using intents::CueKind;
using intents::IntentKind;
using intents::Origin;
using intents::Reading;

constexpr int kMaxWeight = 100;

constexpr std::array<std::pair<std::string_view, IntentKind>, 6> kKinds = {{{"class", IntentKind::topic},
                                                                            {"act", IntentKind::act},
                                                                            {"priority", IntentKind::priority},
                                                                            {"risk", IntentKind::risk},
                                                                            {"emotion", IntentKind::emotion},
                                                                            {"human", IntentKind::human}}};
constexpr std::array<std::pair<std::string_view, Reading>, 3> kReadings = {
    {{"stated", Reading::stated}, {"affirmed", Reading::affirmed}, {"any", Reading::any}}};

// The value that `key` names in `table`; absent: the fallback.
template <typename Value, std::size_t N>
Value choice(const Node& node, std::string_view key, const std::array<std::pair<std::string_view, Value>, N>& table,
             Value fallback) {
    const auto found = node.find(key);
    if (!found) return fallback;
    const auto name = found->as_string();
    std::string names;
    for (const auto& [word, value] : table) {
        if (word == name) return value;
        names += (names.empty() ? "" : ", ") + std::string(word);
    }
    found->problem("must be one of: " + names);
    return fallback;
}

Origin origin_of(const Node& node) { return {node.file(), node.path()}; }

// One entry of "patterns": its matches share the weight and the conditions.
void read_patterns(const Node& node, Reading fallback, std::vector<intents::Pattern>& out) {
    node.only({"weight", "match", "reading", "whole", "at_least", "with", "without"});
    intents::Pattern shared;
    shared.weight = static_cast<int>(node.integer("weight", -kMaxWeight, kMaxWeight));
    shared.reading = choice(node, "reading", kReadings, fallback);
    shared.whole = node.boolean_or("whole", false);
    shared.with = node.string_or("with", "");
    shared.without = node.string_or("without", "");
    if (node.has("at_least")) shared.at_least = static_cast<long>(node.integer("at_least", 1, 1'000'000));
    const auto match = node.at("match");
    if (match.json().is_string()) {
        out.push_back(shared);
        out.back().match = match.as_string();
        out.back().origin = origin_of(match);
        return;
    }
    for (const auto& item : match.items()) {
        out.push_back(shared);
        out.back().match = item.as_string();
        out.back().origin = origin_of(item);
    }
}

void append(std::vector<std::string>& to, std::vector<std::string> from) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
}

// What is said of the intent itself may stand in one of its files, or in several that agree.
void read_intent(const Node& node, intents::Intent& intent, bool first) {
    node.only({"kind", "threshold", "priority", "classes", "votes", "reading", "patterns", "examples", "counterexamples"});
    const auto kind = choice(node, "kind", kKinds, intent.kind);
    if (first && !node.has("kind")) node.problem("missing key \"kind\"");
    if (!first && kind != intent.kind) node.at("kind").problem("is of another kind in " + to_string(intent.origin));
    intent.kind = kind;
    if (first) intent.origin = origin_of(node);
    if (node.has("threshold")) intent.threshold = static_cast<int>(node.integer("threshold", 1, kMaxWeight));
    if (node.has("priority")) intent.priority = node.string("priority");
    append(intent.classes, node.strings_or_none("classes"));
    if (const auto votes = node.find("votes"))
        for (const auto& [name, weight] : votes->members())
            intent.votes.push_back({name, static_cast<int>(votes->integer(name, -kMaxWeight, kMaxWeight))});
    const auto reading = choice(node, "reading", kReadings, Reading::any);
    if (const auto patterns = node.find("patterns"))
        for (const auto& item : patterns->items()) read_patterns(item, reading, intent.patterns);
    append(intent.examples, node.strings_or_none("examples"));
    append(intent.counterexamples, node.strings_or_none("counterexamples"));
}

void read_intents_file(const Node& document, intents::Rules& rules) {
    for (const auto& [id, node] : document.members()) {
        const auto found =
            std::find_if(rules.intents.begin(), rules.intents.end(), [&id = id](const auto& known) { return known.id == id; });
        const bool first = found == rules.intents.end();
        auto& intent = first ? rules.intents.emplace_back() : *found;
        intent.id = id;
        read_intent(node, intent, first);
    }
}

void read_synonyms(const Node& document, intents::Rules& rules) {
    for (const auto& [name, node] : document.members()) rules.synonyms.push_back({name, node.as_strings(), origin_of(node)});
}

void read_cues(const Node& document, intents::Rules& rules) {
    document.only({"negation", "hypothesis"});
    for (const auto& [name, node] : document.members()) {
        node.only({"before", "except", "around", "breaks", "reach"});
        intents::Cues cues;
        cues.kind = name == "negation" ? CueKind::negation : CueKind::hypothesis;
        cues.before = node.strings_or_none("before");
        cues.except = node.strings_or_none("except");
        cues.around = node.strings_or_none("around");
        cues.breaks = node.strings_or_none("breaks");
        cues.reach = static_cast<int>(node.integer_or("reach", cues.reach, 1, 60));
        cues.origin = origin_of(node);
        rules.cues.push_back(std::move(cues));
    }
}

void read_general(const Node& document, intents::Rules& rules) {
    document.only({"threshold", "margin", "default_priority", "fallback"});
    rules.threshold = static_cast<int>(document.integer_or("threshold", rules.threshold, 1, kMaxWeight));
    rules.margin = static_cast<int>(document.integer_or("margin", rules.margin, 0, kMaxWeight));
    rules.default_priority = static_cast<int>(document.integer_or("default_priority", rules.default_priority, 0, kMaxWeight));
    rules.fallback = document.string("fallback");
}

void read_file(const Node& document, const std::string& name, intents::Rules& rules) {
    if (name == "general.json")
        read_general(document, rules);
    else if (name == "synonyms.json")
        read_synonyms(document, rules);
    else if (name == "scope.json")
        read_cues(document, rules);
    else
        read_intents_file(document, rules);
}

}  // namespace

std::unique_ptr<intents::Recognizer> load_intents(const std::filesystem::path& root, const std::vector<intents::Class>& classes,
                                                  Problems& problems) {
    intents::Rules rules;
    rules.classes = classes;
    const auto before = problems.size();
    for (const auto& file : json_files(root, kIntentsFolder)) {
        const auto json = read_json(root, file, problems);
        if (!json) continue;
        read_file(Node(*json, file, "", problems), std::filesystem::path(file).filename().string(), rules);
    }
    if (problems.size() != before) return nullptr;
    try {
        return std::make_unique<intents::Recognizer>(std::move(rules));
    } catch (const intents::RuleError& error) {
        problems.push_back({error.origin().file, error.origin().path, error.what()});
        return nullptr;
    }
}

}  // namespace config
