// Reads labelled texts from a TSV file with a header line.
#pragma once

#include "intents/evaluate.hpp"

#include <filesystem>
#include <stdexcept>
#include <vector>

namespace server::commands {

// std::runtime_error naming the file and line of what is wrong.
std::vector<intents::LabelledText> read_labelled(const std::filesystem::path& path);

}  // namespace server::commands
