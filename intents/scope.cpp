#include "intents/scope.hpp"

#include "intents/expression.hpp"
#include "intents/pattern.hpp"

#include <algorithm>

namespace intents {

namespace {

std::string alternatives(const std::vector<std::string>& words, const Notation& notation, const Origin& origin) {
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "" : "|") + notation.expression(word, origin);
    return out;
}

// An expression of nothing: RE2 would match the empty text.
std::unique_ptr<const re2::RE2> compiled(const std::string& expression, const Origin& origin) {
    return expression.empty() ? nullptr : compile(expression, origin);
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
    std::unique_ptr<const re2::RE2> before;  // group 1: an exception, group 2: the cue
    std::unique_ptr<const re2::RE2> around;
    std::unique_ptr<const re2::RE2> reach;  // what follows a cue in its clause, at most so far
    std::unique_ptr<const re2::RE2> breaks;

    Span scope_after(Span cue, std::string_view text) const;
    void find(std::string_view text, std::vector<Span>& scopes) const;
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
        auto except = alternatives(source.except, notation, source.origin);
        if (except.empty()) except = "[^\\x00-\\x{10FFFF}]";
        const auto before = alternatives(source.before, notation, source.origin);
        if (!before.empty()) entry->before = compile("(" + except + ")|(" + before + ")", source.origin);
        entry->around = compiled(alternatives(source.around, notation, source.origin), source.origin);
        entry->breaks = compiled(alternatives(source.breaks, notation, source.origin), source.origin);
        entry->reach =
            compile("^" + std::string(Notation::kInClause) + "{0," + std::to_string(source.reach) + "}", source.origin);
        cues_.push_back(std::move(entry));
    }
}

ScopeFinder::~ScopeFinder() = default;

Span ScopeFinder::CompiledCues::scope_after(Span cue, std::string_view text) const {
    const auto rest = text.substr(cue.end);
    auto length = search(*reach, rest, 0).value_or(Span{}).end;
    if (breaks)
        if (const auto stop = search(*breaks, rest.substr(0, length), 0)) length = stop->begin;
    return {cue.end, cue.end + length};
}

void ScopeFinder::CompiledCues::find(std::string_view text, std::vector<Span>& scopes) const {
    if (around) {
        for (auto match = search(*around, text, 0); match; match = search(*around, text, after(*match))) scopes.push_back(*match);
    }
    if (!before) return;
    re2::StringPiece groups[3];
    for (std::size_t at = 0; search(*before, text, at, groups, 3);) {
        const auto cue = span_of(groups[0], text);
        at = after(cue);
        const bool exception = groups[1].data() != nullptr;
        if (!exception) scopes.push_back(scope_after(cue, text));
    }
}

Scopes ScopeFinder::find(std::string_view text) const {
    Scopes scopes;
    for (const auto& cues : cues_) cues->find(text, cues->kind == CueKind::negation ? scopes.negated : scopes.asked);
    return scopes;
}

}  // namespace intents
