#include "server/commands/intents.hpp"

#include "intents/examples.hpp"
#include "server/commands/configuration.hpp"
#include "server/commands/labelled_file.hpp"

#include <fmt/format.h>
#include <istream>
#include <nlohmann/json.hpp>
#include <ostream>

namespace server::commands {
namespace {

using Json = nlohmann::ordered_json;

const char* name(intents::Emotion emotion) {
    switch (emotion) {
        case intents::Emotion::neutral: return "neutral";
        case intents::Emotion::angry: return "angry";
        case intents::Emotion::distressed: return "distressed";
    }
    return "neutral";
}

// Kind to value; a kind found more than once has an array.
Json entity_jsons(const intents::Recognition& recognition) {
    Json entities = Json::object();
    for (const auto& [kind, value] : intents::labels_of(recognition)) {
        if (!entities.contains(kind)) {
            entities[kind] = value;
            continue;
        }
        if (!entities[kind].is_array()) entities[kind] = Json::array({entities[kind]});
        entities[kind].push_back(value);
    }
    return entities;
}

Json intent_jsons(const intents::Recognition& recognition) {
    Json all = Json::array();
    for (const auto& hit : recognition.intents) {
        Json spans = Json::array();
        for (const auto& evidence : hit.evidence) spans.push_back(Json::array({evidence.span.begin, evidence.span.end}));
        all.push_back({{"id", hit.intent}, {"score", hit.score}, {"spans", std::move(spans)}});
    }
    return all;
}

Json recognition_json(const intents::Recognition& recognition) {
    return {{"category", recognition.category},       {"subcategory", recognition.subcategory},
            {"priority", recognition.priority},       {"sure", recognition.sure},
            {"wants_human", recognition.wants_human}, {"emotion", name(recognition.emotion)},
            {"entities", entity_jsons(recognition)},  {"intents", intent_jsons(recognition)}};
}

Json score_json(const intents::Score& score) {
    return {{"precision", score.precision()}, {"recall", score.recall()}, {"f1", score.f1()},
            {"right", score.right},           {"missed", score.missed},   {"wrong", score.wrong}};
}

Json scores_json(const std::map<std::string, intents::Score>& scores) {
    Json all = Json::object();
    for (const auto& [key, score] : scores) all[key] = score_json(score);
    return all;
}

Json evaluation_json(const intents::Evaluation& found) {
    Json confusions = Json::array();
    for (const auto& [pair, times] : found.confusions) confusions.push_back({{"expected", pair.first}, {"found", pair.second}, {"times", times}});
    return {{"rows", found.rows},
            {"sure", found.sure},
            {"category_accuracy", found.category_accuracy()},
            {"subcategory_accuracy", found.subcategory_accuracy()},
            {"priority_accuracy", found.priority_accuracy()},
            {"macro_f1", found.macro_f1()},
            {"subcategories", scores_json(found.subcategories)},
            {"priorities", scores_json(found.priorities)},
            {"wants_human", score_json(found.human)},
            {"angry", score_json(found.anger)},
            {"entities", scores_json(found.entities)},
            {"all_entities", score_json(found.all_entities())},
            {"confusions", std::move(confusions)}};
}

void print_score(std::ostream& out, std::string_view what, const intents::Score& score) {
    out << fmt::format("  {:<32} precision {:.3f}  recall {:.3f}  F1 {:.3f}  ({} right, {} missed, {} wrong)\n", what, score.precision(), score.recall(),
                       score.f1(), score.right, score.missed, score.wrong);
}

void print(std::ostream& out, const intents::Evaluation& found) {
    out << fmt::format("{} texts, {} of them sure\n", found.rows, found.sure);
    out << fmt::format("category {:.3f}  sub-class {:.3f} (macro F1 {:.3f})  priority {:.3f}\n", found.category_accuracy(), found.subcategory_accuracy(),
                       found.macro_f1(), found.priority_accuracy());
    out << "sub-classes\n";
    for (const auto& [name, score] : found.subcategories) print_score(out, name, score);
    out << "priorities\n";
    for (const auto& [name, score] : found.priorities) print_score(out, name, score);
    out << "signals\n";
    print_score(out, "wants_human", found.human);
    print_score(out, "angry", found.anger);
    out << "entities\n";
    for (const auto& [kind, score] : found.entities) print_score(out, kind, score);
    print_score(out, "all", found.all_entities());
    out << "confusions (expected, found, times)\n";
    for (const auto& [pair, times] : found.confusions) out << fmt::format("  {} -> {}  {}\n", pair.first, pair.second, times);
}

}  // namespace

int classify(std::filesystem::path configuration, std::istream& in, std::ostream& out, std::ostream& err) {
    const auto loaded = load_configuration(configuration, err);
    if (!loaded) return kProblemsFound;
    for (std::string line; std::getline(in, line);) {
        if (line.ends_with('\r')) line.pop_back();
        const Json answer = recognition_json(loaded->recognizer->recognize(line));
        out << answer.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
    }
    out.flush();
    return kOk;
}

int evaluate_intents(EvalOptions options, std::ostream& out, std::ostream& err) {
    const auto loaded = load_configuration(options.configuration, err);
    if (!loaded) return kProblemsFound;
    try {
        const auto rows = read_labelled(options.data);
        const auto found = intents::evaluate(*loaded->recognizer, rows);
        if (options.json) {
            out << evaluation_json(found).dump(2) << "\n";
            return kOk;
        }
        print(out, found);
        if (!options.mistakes) return kOk;
        out << "mistakes\n";
        for (const auto& mistake : found.mistakes) out << "  " << rows.at(mistake.row).text << "\n    " << mistake.expected << " -> " << mistake.found << "\n";
        return kOk;
    } catch (const std::exception& error) {
        err << "frontdesk intents eval: " << error.what() << "\n";
        return kProblemsFound;
    }
}

int check_intents(std::filesystem::path configuration, std::ostream& out, std::ostream& err) {
    const auto loaded = load_configuration(configuration, err);
    if (!loaded) return kProblemsFound;
    const auto failures = intents::check_examples(*loaded->recognizer);
    for (const auto& failure : failures) out << intents::to_string(failure.origin) << ": " << intents::to_string(failure) << "\n";
    out << (failures.empty() ? "All examples are understood as they should be" : std::to_string(failures.size()) + " examples fail") << "\n";
    return failures.empty() ? kOk : kProblemsFound;
}

}  // namespace server::commands
