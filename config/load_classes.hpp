// Reads classes.json: the tree that tickets are filed under. R18.
#pragma once

#include "config/reader.hpp"
#include "intents/rules.hpp"

namespace config {

// The classes in the order of the file. What is wrong is added to `problems`.
std::vector<intents::Class> load_classes(const std::filesystem::path& root, Problems& problems);

inline constexpr const char* kClassesFile = "classes.json";

}  // namespace config
