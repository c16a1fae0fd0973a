// Which parts of a text are denied (没有漏电, not leaking) and which are merely asked about (会不会爆炸, could it explode).
#pragma once

#include "intents/recognition.hpp"
#include "intents/rules.hpp"

#include <memory>
#include <vector>

namespace intents {

class Notation;

struct Subject;

// Spans of a normalised text, in characters.
struct Scopes {
    std::vector<Span> negated;
    std::vector<Span> asked;

    // False when the match begins or ends in a scope that its reading does not bear.
    bool allow(Reading reading, Span match) const;
};

class ScopeFinder {
public:
    // Throws RuleError for a cue that does not compile.
    ScopeFinder(const std::vector<Cues>& cues, const Notation& notation);
    ~ScopeFinder();

    Scopes find(const Subject& subject) const;

private:
    struct CompiledCues;
    std::vector<std::unique_ptr<const CompiledCues>> cues_;
};

}  // namespace intents
