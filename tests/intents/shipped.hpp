// The recognizer of the shipped configuration, compiled once for all tests.
#pragma once

#include "config/load_classes.hpp"
#include "config/load_intents.hpp"
#include "intents/recognizer.hpp"

#include <stdexcept>

namespace intents::support {

inline const Recognizer& shipped() {
    static const auto recognizer = [] {
        config::Problems problems;
        const std::filesystem::path root = FRONTDESK_SOURCE_DIR "/config";
        auto loaded = config::load_intents(root, config::load_classes(root, problems), problems);
        if (!problems.empty()) throw std::runtime_error(config::to_string(problems.front()));
        return loaded;
    }();
    return *recognizer;
}

}  // namespace intents::support
