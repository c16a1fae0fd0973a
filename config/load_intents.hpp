// Reads the rules below intents/: general.json, and per language synonyms.json, scope.json and files of intents. An intent
// may stand in several files: its patterns and examples add up. docs/intents.md is the reference of the format.
#pragma once

#include "config/reader.hpp"
#include "intents/rules.hpp"

namespace config {

// What is wrong is added to `problems`: wrong JSON here, and what does not compile (patterns, unknown sets and classes).
intents::Rules load_intents(const std::filesystem::path& root, const std::vector<intents::Class>& classes, Problems& problems);

inline constexpr const char* kIntentsFolder = "intents";

}  // namespace config
