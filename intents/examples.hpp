// Runs the examples that stand beside every intent.
#pragma once

#include "intents/recognizer.hpp"

namespace intents {

struct ExampleFailure {
    std::string intent;
    std::string text;
    bool expected = true;  // false: a counterexample that fired
    std::string found;     // the class it got, and the intents that fired
    Origin origin;         // of the intent
    bool operator==(const ExampleFailure&) const = default;
};

std::string to_string(const ExampleFailure& failure);

// Every example whose recognition is not as its intent says. A topic's example must get that class; another intent's must fire.
std::vector<ExampleFailure> check_examples(const Recognizer& recognizer);

}  // namespace intents
