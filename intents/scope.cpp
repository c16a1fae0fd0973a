#include "intents/scope.hpp"

#include "intents/expression.hpp"
#include "intents/pattern.hpp"

#include <algorithm>

namespace intents {

namespace {

const std::string kNothing = "$.";  // nothing follows the end

std::string alternatives(const std::vector<std::string>& words, const Notation& notation, const Origin& origin) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : "|") + notation.expression(word, origin);
    return out;
}

// An expression of nothing would match the empty text.
std::unique_ptr<const Expression> compiled(const std::string& text, const Origin& origin) {
    return text.empty() ? nullptr : std::make_unique<const Expression>(text, origin);
}

bool holds(const Span& scope, std::size_t at) { return at >= scope.begin && at < scope.end; }

// Begins or ends in one of `scopes`: 电池没有鼓包 is denied although the cue stands inside the match.
bool touches(const std::vector<Span>& scopes, Span match) {
    return std::any_of(scopes.begin(), scopes.end(),
                       [&](const Span& scope) { return holds(scope, match.begin) || holds(scope, match.end - 1); });
}

}  // namespace

struct ScopeFinder::CompiledCues {
    CueKind kind;
    std::unique_ptr<const Expression> before;  // kException or kCue took part
    std::unique_ptr<const Expression> around;
    std::unique_ptr<const Expression> breaks;
    int reach;

    static constexpr std::size_t kException = 1;

    Span scope_after(Span cue, const Subject& subject) const;
    void find(const Subject& subject, std::vector<Span>& scopes) const;
};

bool Scopes::allow(Reading reading, Span match) const {
    if (reading == Reading::any) return true;
    if (match.begin == match.end) return true;
    if (touches(negated, match)) return false;
    return reading == Reading::affirmed || !touches(asked, match);
}

ScopeFinder::ScopeFinder(const std::vector<Cues>& cues, const Notation& notation) {
    for (const auto& source : cues) {
        auto entry = std::make_unique<CompiledCues>();
        entry->kind = source.kind;
        const auto except = alternatives(source.except, notation, source.origin);
        const auto before = alternatives(source.before, notation, source.origin);
        if (!before.empty()) entry->before = compiled("(" + (except.empty() ? kNothing : except) + ")|(" + before + ")", source.origin);
        entry->around = compiled(alternatives(source.around, notation, source.origin), source.origin);
        entry->breaks = compiled(alternatives(source.breaks, notation, source.origin), source.origin);
        entry->reach = source.reach;
        cues_.push_back(std::move(entry));
    }
}

ScopeFinder::~ScopeFinder() = default;

// What follows a cue in its clause, up to its reach or a break. A break is looked for in that stretch alone.
Span ScopeFinder::CompiledCues::scope_after(Span cue, const Subject& subject) const {
    auto end = static_cast<std::uint32_t>(cue.end);
    for (int i = 0; i < reach; ++i) end += clause_character(subject.characters(), end);
    if (!breaks) return {cue.end, end};
    const auto stretch = subject.text.part({cue.end, end});
    Subject rest(stretch);
    Groups groups;
    return {cue.end, breaks->search(rest, 0, groups) ? cue.end + groups.span(0).begin : end};
}

void ScopeFinder::CompiledCues::find(const Subject& subject, std::vector<Span>& scopes) const {
    Groups groups;
    if (around)
        for (std::size_t at = 0; around->search(subject, at, groups); at = after(groups.span(0))) scopes.push_back(groups.span(0));
    if (!before) return;
    for (std::size_t at = 0; before->search(subject, at, groups);) {
        const auto cue = groups.span(0);
        at = after(cue);
        if (!groups.took_part(kException)) scopes.push_back(scope_after(cue, subject));
    }
}

Scopes ScopeFinder::find(const Subject& subject) const {
    Scopes scopes;
    for (const auto& cues : cues_) cues->find(subject, cues->kind == CueKind::negation ? scopes.negated : scopes.asked);
    return scopes;
}

}  // namespace intents
