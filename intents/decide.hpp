// From the scores of the intents to a decision: class, priority, emotion, and whether the rules are sure.
#pragma once

#include "intents/recognition.hpp"
#include "intents/rules.hpp"

#include <vector>

namespace intents {

// `scores` holds one hit per intent of `rules`, in the same order, those without evidence with score 0. Entities stay empty.
Recognition decide(const Rules& rules, std::vector<Hit> scores);

}  // namespace intents
