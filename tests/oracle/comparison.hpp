// Runs cases through npm xstate and through the flow interpreter, and tells where they differ.
#pragma once

#include "tests/oracle/machine_maker.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace oracle {

// What one side did: the start and one step an event, until it broke off.
struct Outcome {
    Json steps = Json::array();
    bool endless = false;
    std::string refused;   // why the machine cannot be made
    bool illegal = false;  // of xstate: it stood where no statechart may stand
};

// oracle.mjs over all cases, in one process. std::runtime_error when it does not run to its end.
std::vector<Outcome> run_reference(const std::filesystem::path& script, const std::vector<Json>& cases);
Outcome run_interpreter(const Json& the_case);

// In words, where the two differ; nothing when they do not, or when the case cannot be compared: xstate refuses it or goes astray.
std::optional<std::string> difference(const Outcome& reference, const Outcome& own);
bool is_comparable(const Outcome& reference);

// A smaller case that still differs.
Json shrink(const std::filesystem::path& script, Json the_case);

}  // namespace oracle
