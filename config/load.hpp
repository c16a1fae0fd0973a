// Loads the whole configuration: the desk as its owner described it, checked as far as it can be without running it.
#pragma once

#include "config/reader.hpp"
#include "dialog/desk.hpp"

#include <memory>

namespace config {

struct Loaded {
    std::unique_ptr<intents::Recognizer> recognizer;  // the desk points to it
    dialog::Desk desk;
};

// nullptr when there are problems that a desk cannot open with; `problems` then says what and where. Thread: any.
std::unique_ptr<Loaded> load(const std::filesystem::path& root, Problems& problems);

}  // namespace config
