// From what the patterns found to one class, one priority, one emotion.
#pragma once

#include "intents/recognition.hpp"
#include "intents/rules.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace intents {

// What the patterns of one intent found.
struct Tally {
    int score = 0;
    bool found = false;  // something, even if its weights come to nothing
};

// The rules, with every name that one of them uses of another resolved to its place. Keeps a reference to them.
class Decider {
public:
    // Throws RuleError for a name that does not exist, or an id that stands twice.
    explicit Decider(const Rules& rules);

    bool fires(std::size_t intent, const Tally& tally) const { return tally.found && tally.score >= intents_[intent].threshold; }

    // `tallies` is by intent. Evidence and entities are left to the caller.
    Recognition decide(const std::vector<Tally>& tallies) const;

private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    struct Vote {
        std::size_t subcategory = 0;
        int weight = 0;
    };
    struct ResolvedIntent {
        int threshold = 0;
        std::size_t topic = kNone;  // the class it names
        std::size_t level = kNone;  // of priority
        std::vector<std::size_t> classes;
        std::vector<Vote> votes;
    };

    std::size_t class_named(const std::string& name, const Origin& origin) const;
    std::size_t level_named(const std::string& name) const;
    ResolvedIntent resolve(const Intent& intent) const;
    std::vector<Candidate> candidates(const std::vector<Tally>& tallies, std::size_t& best) const;
    std::size_t priority(const std::vector<Tally>& tallies, std::size_t chosen) const;
    bool is_sure(const std::vector<Candidate>& candidates) const;
    void list_fired(const std::vector<Tally>& tallies, Recognition& out) const;

    const Rules& rules_;
    std::vector<std::string> levels_;           // every name of a priority, ascending
    std::vector<std::size_t> class_levels_;     // per class
    std::vector<ResolvedIntent> intents_;
    std::size_t fallback_ = 0;
};

}  // namespace intents
