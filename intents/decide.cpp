#include "intents/decide.hpp"

#include <algorithm>
#include <map>

namespace intents {

namespace {

bool fires(const Rules& rules, const Intent& intent, const Hit& hit) {
    return !hit.evidence.empty() && hit.score >= intent.threshold.value_or(rules.threshold);
}

const Class& class_named(const Rules& rules, const std::string& subcategory) {
    const auto found = std::find_if(rules.classes.begin(), rules.classes.end(),
                                    [&](const Class& entry) { return entry.subcategory == subcategory; });
    return found == rules.classes.end() ? rules.classes.front() : *found;
}

// Topics count below their threshold too (a weak guess is still the best one); votes only from intents that fire.
std::map<std::string, int> class_scores(const Rules& rules, const std::vector<Hit>& hits) {
    std::map<std::string, int> scores;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        const auto& intent = rules.intents[i];
        if (intent.kind == IntentKind::topic) scores[intent.id] += hits[i].score;
        if (!fires(rules, intent, hits[i])) continue;
        for (const auto& vote : intent.votes) scores[vote.subcategory] += vote.weight;
    }
    return scores;
}

std::vector<Candidate> ranked(const Rules& rules, const std::map<std::string, int>& scores) {
    std::vector<Candidate> candidates;
    for (const auto& entry : rules.classes) {  // in the order of the tree, which settles ties
        const auto found = scores.find(entry.subcategory);
        if (found != scores.end() && found->second > 0) candidates.push_back({entry.category, entry.subcategory, found->second});
    }
    std::stable_sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
    if (candidates.size() > kMaxCandidates) candidates.resize(kMaxCandidates);
    return candidates;
}

bool is_sure(const Rules& rules, const std::vector<Candidate>& candidates) {
    if (candidates.empty() || candidates.front().score < rules.threshold) return false;
    return candidates.size() == 1 || candidates[0].score - candidates[1].score >= rules.margin;
}

bool concerns(const Intent& intent, const std::string& subcategory) {
    return intent.classes.empty() || std::find(intent.classes.begin(), intent.classes.end(), subcategory) != intent.classes.end();
}

// One signal for the most pressing priority is enough (R24); the others are weighed against the class's own (R26).
std::string priority_of(const Rules& rules, const std::vector<Hit>& hits, const Class& chosen) {
    std::map<std::string, int> weights;
    weights[chosen.priority] = rules.default_priority;
    for (std::size_t i = 0; i < hits.size(); ++i) {
        const auto& intent = rules.intents[i];
        if (intent.priority.empty() || !fires(rules, intent, hits[i]) || !concerns(intent, chosen.subcategory)) continue;
        if (intent.priority == kPriorities.front()) return intent.priority;
        weights[intent.priority] += hits[i].score;
    }
    std::string best = chosen.priority;
    for (const auto& [priority, weight] : weights)
        if (weight > weights[best]) best = priority;
    return best;
}

Emotion emotion_of(const Recognition& recognition) {
    if (recognition.has("anger")) return Emotion::angry;
    return recognition.has("distress") ? Emotion::distressed : Emotion::neutral;
}

}  // namespace

Recognition decide(const Rules& rules, std::vector<Hit> hits) {
    Recognition recognition;
    recognition.candidates = ranked(rules, class_scores(rules, hits));
    const auto& chosen =
        class_named(rules, recognition.candidates.empty() ? rules.fallback : recognition.candidates.front().subcategory);
    recognition.category = chosen.category;
    recognition.subcategory = chosen.subcategory;
    recognition.sure = is_sure(rules, recognition.candidates);
    recognition.priority = priority_of(rules, hits, chosen);
    for (std::size_t i = 0; i < hits.size(); ++i) {
        if (!fires(rules, rules.intents[i], hits[i])) continue;
        if (rules.intents[i].kind == IntentKind::human) recognition.wants_human = true;
        recognition.intents.push_back(std::move(hits[i]));
    }
    std::stable_sort(recognition.intents.begin(), recognition.intents.end(),
                     [](const Hit& a, const Hit& b) { return a.score > b.score; });
    recognition.emotion = emotion_of(recognition);
    return recognition;
}

}  // namespace intents
