#include "tests/oracle/comparison.hpp"

#include "config/load_flow.hpp"
#include "config/load_stimuli.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace oracle {

namespace {

// A file of its own for this process, removed at the end.
class TemporaryFile {
public:
    TemporaryFile() : path_(std::filesystem::temp_directory_path() / ("oracle-" + std::to_string(getpid()) + ".jsonl")) {}
    ~TemporaryFile() {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

Outcome outcome_of(const Json& line) {
    if (line.contains("refused")) return {Json::array(), false, line["refused"].get<std::string>(), false};
    return {line["steps"], line.contains("error"), {}, line["illegal"].get<bool>()};
}

Json to_json(const dialog::Reached& reached) {
    return {{"states", reached.states}, {"actions", reached.actions}, {"done", reached.done}};
}

}  // namespace

std::vector<Outcome> run_reference(const std::filesystem::path& script, const std::vector<Json>& cases) {
    const TemporaryFile input;
    {
        std::ofstream out(input.path());
        for (const auto& each : cases) out << each.dump() << '\n';
    }
    const auto command = "node '" + script.string() + "' < '" + input.path().string() + "'";
    FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) throw std::runtime_error("cannot run " + command);
    std::vector<Outcome> out;
    char* line = nullptr;
    std::size_t room = 0;
    for (ssize_t size = getline(&line, &room, pipe); size > 0; size = getline(&line, &room, pipe)) out.push_back(outcome_of(Json::parse(line, line + size)));
    std::free(line);
    if (pclose(pipe) != 0 || out.size() != cases.size()) throw std::runtime_error("the reference ended early: " + command);
    return out;
}

Outcome run_interpreter(const Json& the_case) {
    const auto any = [](std::string_view) { return true; };
    config::Problems problems;
    const auto machine = config::read_flow(the_case["machine"], "machine", {any, any, any, any, true}, problems);
    const auto stimuli = config::read_stimuli(the_case["events"], "events", problems);
    Outcome out;
    if (!problems.empty()) {
        out.refused = config::to_string(problems.front());
        return out;
    }
    dialog::DryRun run(machine);
    try {
        out.steps.push_back(to_json(run.start()));
        for (const auto& stimulus : stimuli) out.steps.push_back(to_json(run.take(stimulus)));
    } catch (const dialog::EndlessFlow&) {
        out.endless = true;
    }
    return out;
}

bool is_comparable(const Outcome& reference) { return reference.refused.empty() && !reference.illegal; }

std::optional<std::string> difference(const Outcome& reference, const Outcome& own) {
    if (!is_comparable(reference)) return std::nullopt;
    if (!own.refused.empty()) return "refused: " + own.refused;
    for (std::size_t i = 0; i < std::max(reference.steps.size(), own.steps.size()); ++i) {
        const auto at = [i](const Outcome& outcome) { return i < outcome.steps.size() ? outcome.steps[i].dump() : outcome.endless ? "endless" : "nothing"; };
        if (at(reference) != at(own)) return "step " + std::to_string(i) + ": xstate " + at(reference) + ", here " + at(own);
    }
    if (reference.endless != own.endless) return std::string("only ") + (own.endless ? "this one" : "xstate") + " finds it endless";
    return std::nullopt;
}

}  // namespace oracle
