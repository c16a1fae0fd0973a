// Reads the rules below intents/: general.json, and per language synonyms.json, scope.json and files of intents. An intent
// may stand in several files: its patterns and examples add up. docs/intents.md is the reference of the format.
#pragma once

#include "config/reader.hpp"
#include "intents/recognizer.hpp"

#include <memory>

namespace config {

// The rules, compiled. What is wrong is added to `problems`: wrong JSON here, and what does not compile (patterns, unknown sets and
// classes); then there is no recognizer.
std::unique_ptr<intents::Recognizer> load_intents(const std::filesystem::path& root, const std::vector<intents::Class>& classes, Problems& problems);

inline constexpr const char* kIntentsFolder = "intents";

}  // namespace config
