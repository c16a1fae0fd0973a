#include "intents/recognition.hpp"

#include <algorithm>

namespace intents {

bool Recognition::has(const std::string& intent) const {
    return std::any_of(intents.begin(), intents.end(), [&](const Hit& hit) { return hit.intent == intent; });
}

const Entity* Recognition::entity(const std::string& kind) const {
    const auto found = std::find_if(entities.begin(), entities.end(), [&](const Entity& entity) { return entity.kind == kind; });
    return found == entities.end() ? nullptr : &*found;
}

}  // namespace intents
