// Values in a customer's text: numbers of orders and tickets, phones, product models, purchase dates, amounts.
#pragma once

#include "intents/prefilter.hpp"
#include "intents/recognition.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace intents {

// Finds the entities of `original`, of which `subject` is the normal form, in the order of the text. A stretch of text is
// used once: tickets first, then phones, orders, amounts, dates, models. A full phone also yields its last four digits.
// `triggers` are those of entity_patterns().all().
std::vector<Entity> find_entities(std::string_view original, const Subject& subject, std::span<const Trigger> triggers);

}  // namespace intents
