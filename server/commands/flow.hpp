// `frontdesk flow ...`: looking at one flow by itself.
#pragma once

#include <filesystem>
#include <iosfwd>

namespace server::commands {

struct FlowRun {
    std::filesystem::path flow;    // an XState v5 machine config
    std::filesystem::path events;  // as config::read_stimuli reads them
    bool open = false;             // guards and actions of any name
};

// Runs the flow alone, with a virtual clock: a JSON object for the start and one for each element of the events,
// {event, states, actions, done}. 1 with every problem named, or when the flow does not come to rest.
int run_flow(const FlowRun& options, std::ostream& out, std::ostream& err);

}  // namespace server::commands
