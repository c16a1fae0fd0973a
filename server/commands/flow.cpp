#include "server/commands/flow.hpp"

#include "config/load_flow.hpp"
#include "config/load_stimuli.hpp"
#include "server/commands/configuration.hpp"

#include <ostream>

namespace server::commands {
namespace {

using config::Json;

std::optional<Json> read(const std::filesystem::path& path, config::Problems& problems) {
    const auto folder = path.parent_path();
    return config::read_json(folder.empty() ? "." : folder, path.filename().string(), problems);
}

void print(const Json& event, const dialog::Reached& reached, std::ostream& out) {
    out << Json{{"event", event}, {"states", reached.states}, {"actions", reached.actions}, {"done", reached.done}}.dump() << "\n";
}

// An event by its name, time as {"after": ms}.
Json event_json(const dialog::Stimulus& stimulus) {
    if (!stimulus.event.empty()) return stimulus.event;
    return {{"after", stimulus.after.count()}};
}

}  // namespace

int run_flow(const FlowRun& options, std::ostream& out, std::ostream& err) {
    const auto any = [](std::string_view) { return true; };
    config::Problems problems;
    const auto flow = read(options.flow, problems);
    const auto events = read(options.events, problems);
    dialog::Machine machine;
    std::vector<dialog::Stimulus> stimuli;
    if (flow) machine = config::read_flow(*flow, options.flow.string(), {any, any, any, any, options.open}, problems);
    if (events) stimuli = config::read_stimuli(*events, options.events.string(), problems);
    for (const auto& problem : problems) err << config::to_string(problem) << "\n";
    if (!problems.empty()) return kProblemsFound;
    dialog::DryRun run(machine);
    try {
        print(nullptr, run.start(), out);
        for (const auto& stimulus : stimuli) print(event_json(stimulus), run.take(stimulus), out);
    } catch (const dialog::EndlessFlow& error) {
        err << options.flow.string() << ": " << error.what() << "\n";
        return kProblemsFound;
    }
    return kOk;
}

}  // namespace server::commands
