#include "server/commands/configuration.hpp"

#include "intents/examples.hpp"
#include "server/places.hpp"

#include <nlohmann/json.hpp>
#include <ostream>

namespace server::commands {
namespace {

bool fill_in(std::filesystem::path& folder, std::ostream& err) {
    if (!folder.empty()) return true;
    const auto found = find_configuration();
    if (found) folder = *found;
    if (!found) err << "The configuration was not found; name its folder with --config DIR.\n";
    return found.has_value();
}

void tell(const config::Problems& problems, const std::filesystem::path& folder, std::ostream& err) {
    for (const auto& problem : problems) err << config::to_string(problem) << "\n";
    err << problems.size() << " problems in " << folder.string() << "\n";
}

nlohmann::ordered_json problem_json(const config::Problem& problem) {
    return {{"file", problem.file}, {"path", problem.path}, {"message", problem.message}};
}

}  // namespace

std::shared_ptr<const config::Loaded> load_configuration(std::filesystem::path& folder, std::ostream& err) {
    if (!fill_in(folder, err)) return nullptr;
    config::Problems problems;
    std::shared_ptr<const config::Loaded> loaded = config::load(folder, problems);
    if (loaded && problems.empty()) return loaded;
    tell(problems, folder, err);
    return nullptr;
}

std::optional<Limits> load_limits_of(const std::filesystem::path& folder, std::ostream& err) {
    config::Problems problems;
    const Limits limits = load_limits(folder, problems);
    if (problems.empty()) return limits;
    tell(problems, folder, err);
    return std::nullopt;
}

int check(std::filesystem::path folder, bool json, std::ostream& out, std::ostream& err) {
    if (!fill_in(folder, err)) return kProblemsFound;
    config::Problems problems;
    const auto loaded = config::load(folder, problems);
    load_limits(folder, problems);
    if (loaded) {
        for (const auto& failure : intents::check_examples(*loaded->recognizer)) {
            problems.push_back({failure.origin.file, failure.origin.path, intents::to_string(failure)});
        }
    }
    if (json) {
        auto all = nlohmann::ordered_json::array();
        for (const auto& problem : problems) all.push_back(problem_json(problem));
        out << nlohmann::ordered_json{{"problems", all}}.dump(2) << "\n";
    } else {
        for (const auto& problem : problems) out << config::to_string(problem) << "\n";
        out << (problems.empty() ? "No problems" : std::to_string(problems.size()) + " problems") << " in " << folder.string() << "\n";
    }
    return problems.empty() ? kOk : kProblemsFound;
}

}  // namespace server::commands
