// Reads the events that a flow is tried with: a JSON array of names, of {"type": name, "guards": {guard: bool}, ...}, and of {"after": ms}.
#pragma once

#include "config/reader.hpp"
#include "dialog/dry_run.hpp"

namespace config {

std::vector<dialog::Stimulus> read_stimuli(const Json& json, const std::string& file, Problems& problems);

}  // namespace config
