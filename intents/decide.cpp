#include "intents/decide.hpp"

#include <algorithm>
#include <set>

namespace intents {

namespace {

void require_priority(const std::string& name, const Origin& origin) {
    if (std::find(kPriorities.begin(), kPriorities.end(), name) == kPriorities.end())
        throw RuleError(origin, "unknown priority \"" + name + "\"");
}

Emotion emotion_of(const Recognition& recognition) {
    if (recognition.has("anger")) return Emotion::angry;
    return recognition.has("distress") ? Emotion::distressed : Emotion::neutral;
}

}  // namespace

Decider::Decider(const Rules& rules) : rules_(rules) {
    fallback_ = class_named(rules.fallback, {"intents/general.json", "/fallback"});
    std::set<std::string> names(kPriorities.begin(), kPriorities.end());
    for (const auto& each : rules.classes) names.insert(each.priority);
    levels_.assign(names.begin(), names.end());
    for (const auto& each : rules.classes) class_levels_.push_back(level_named(each.priority));
    std::set<std::string> ids;
    for (const auto& intent : rules.intents) {
        if (!ids.insert(intent.id).second) throw RuleError(intent.origin, "the intent \"" + intent.id + "\" is there already");
        intents_.push_back(resolve(intent));
    }
}

Decider::ResolvedIntent Decider::resolve(const Intent& intent) const {
    ResolvedIntent out;
    out.threshold = intent.threshold.value_or(rules_.threshold);
    if (intent.kind == IntentKind::topic) out.topic = class_named(intent.id, intent.origin);
    if (!intent.priority.empty()) {
        require_priority(intent.priority, intent.origin);
        out.level = level_named(intent.priority);
    }
    for (const auto& name : intent.classes) out.classes.push_back(class_named(name, intent.origin));
    for (const auto& vote : intent.votes) out.votes.push_back({class_named(vote.subcategory, intent.origin), vote.weight});
    return out;
}

std::size_t Decider::class_named(const std::string& name, const Origin& origin) const {
    const auto& classes = rules_.classes;
    const auto found = std::find_if(classes.begin(), classes.end(), [&](const Class& each) { return each.subcategory == name; });
    if (found == classes.end()) throw RuleError(origin, "unknown class \"" + name + "\"");
    return static_cast<std::size_t>(found - classes.begin());
}

std::size_t Decider::level_named(const std::string& name) const {
    return static_cast<std::size_t>(std::lower_bound(levels_.begin(), levels_.end(), name) - levels_.begin());
}

// Topics count below their threshold too (a weak guess is still the best one); votes only from intents that fire. The order of the
// tree settles ties.
std::vector<Candidate> Decider::candidates(const std::vector<Tally>& tallies, std::size_t& best) const {
    std::vector<int> scores(rules_.classes.size());
    for (std::size_t i = 0; i < tallies.size(); ++i) {
        if (intents_[i].topic != kNone) scores[intents_[i].topic] += tallies[i].score;
        if (!fires(i, tallies[i])) continue;
        for (const auto& vote : intents_[i].votes) scores[vote.subcategory] += vote.weight;
    }
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < scores.size(); ++i)
        if (scores[i] > 0) order.push_back(i);
    const auto count = std::min(order.size(), kMaxCandidates);
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                      [&](std::size_t a, std::size_t b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
    std::vector<Candidate> out;
    out.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto& each = rules_.classes[order[i]];
        out.push_back({each.category, each.subcategory, scores[order[i]]});
    }
    if (count > 0) best = order.front();
    return out;
}

bool Decider::is_sure(const std::vector<Candidate>& candidates) const {
    if (candidates.empty() || candidates.front().score < rules_.threshold) return false;
    return candidates.size() == 1 || candidates[0].score - candidates[1].score >= rules_.margin;
}

// One signal for the most pressing priority is enough (R24); the others are weighed against the class's own (R26).
std::size_t Decider::priority(const std::vector<Tally>& tallies, std::size_t chosen) const {
    const auto most_pressing = level_named(kPriorities.front());
    const auto own = class_levels_[chosen];
    std::vector<int> weights(levels_.size());
    weights[own] = rules_.default_priority;
    for (std::size_t i = 0; i < tallies.size(); ++i) {
        const auto& intent = intents_[i];
        if (intent.level == kNone || !fires(i, tallies[i])) continue;
        if (!intent.classes.empty() && std::find(intent.classes.begin(), intent.classes.end(), chosen) == intent.classes.end()) continue;
        if (intent.level == most_pressing) return most_pressing;
        weights[intent.level] += tallies[i].score;
    }
    const auto heaviest = std::max_element(weights.begin(), weights.end());
    return *heaviest > weights[own] ? static_cast<std::size_t>(heaviest - weights.begin()) : own;
}

// The best first.
void Decider::list_fired(const std::vector<Tally>& tallies, Recognition& out) const {
    std::vector<std::size_t> fired;
    for (std::size_t i = 0; i < tallies.size(); ++i) {
        if (!fires(i, tallies[i])) continue;
        fired.push_back(i);
        if (rules_.intents[i].kind == IntentKind::human) out.wants_human = true;
    }
    std::sort(fired.begin(), fired.end(), [&](std::size_t a, std::size_t b) { return tallies[a].score != tallies[b].score ? tallies[a].score > tallies[b].score : a < b; });
    out.intents.reserve(fired.size());
    for (const auto i : fired) out.intents.push_back({rules_.intents[i].id, tallies[i].score, {}});
}

Recognition Decider::decide(const std::vector<Tally>& tallies) const {
    Recognition out;
    auto chosen = fallback_;
    out.candidates = candidates(tallies, chosen);
    out.category = rules_.classes[chosen].category;
    out.subcategory = rules_.classes[chosen].subcategory;
    out.sure = is_sure(out.candidates);
    out.priority = levels_[priority(tallies, chosen)];
    list_fired(tallies, out);
    out.emotion = emotion_of(out);
    return out;
}

}  // namespace intents
