// Reads texts/<locale>.json: prompts and words of one language. A prompt is a string, or an array of strings that are its lines.
#pragma once

#include "config/reader.hpp"
#include "dialog/desk.hpp"

#include <map>
#include <string>

namespace config {

// By locale (the file's name). A template value that nobody fills, a prompt or word that another language lacks: problems.
std::map<std::string, dialog::Texts> load_texts(const std::filesystem::path& root, Problems& problems);

}  // namespace config
