#include "intents/recognizer.hpp"

#include "intents/decide.hpp"
#include "intents/entities.hpp"
#include "intents/entity_patterns.hpp"
#include "intents/expression.hpp"
#include "intents/normalise.hpp"
#include "intents/numbers.hpp"
#include "intents/pattern.hpp"
#include "intents/prefilter.hpp"
#include "intents/scope.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <span>
#include <string>

namespace intents {

namespace {

// One pattern of one intent. Its place in the list is the id of its expression.
struct CompiledPattern {
    std::size_t intent = 0;
    const Pattern* source = nullptr;
    std::string name;
    std::unique_ptr<const Expression> with;
    std::unique_ptr<const Expression> without;
};

// A pattern that counts, and where it matched, in characters.
struct Match {
    std::size_t pattern = 0;
    Span span;
};

std::unique_ptr<const Expression> condition(const std::string& pattern, const Notation& notation, const Origin& origin) {
    return pattern.empty() ? nullptr : std::make_unique<const Expression>(notation.expression(pattern, origin), origin);
}

}  // namespace

struct Recognizer::Compiled {
    explicit Compiled(Rules source);

    void add(std::size_t intent, const Pattern& pattern, const Notation& notation);
    bool holds(const Trigger& trigger, const Subject& subject, std::optional<Scopes>& scopes, Span& span) const;
    bool conditions_hold(const CompiledPattern& pattern, const Subject& subject) const;
    std::vector<Match> matches(const Subject& subject, std::span<const Trigger> triggers) const;

    const Rules rules;
    const Decider decider;
    std::unique_ptr<const ScopeFinder> scope_finder;
    std::vector<CompiledPattern> patterns;
    std::deque<Expression> expressions;
    std::unique_ptr<const Prefilter> prefilter;
};

Recognizer::Compiled::Compiled(Rules source) : rules(std::move(source)), decider(rules) {
    const Notation notation(rules.synonyms);
    scope_finder = std::make_unique<const ScopeFinder>(rules.cues, notation);
    for (std::size_t i = 0; i < rules.intents.size(); ++i)
        for (const auto& pattern : rules.intents[i].patterns) add(i, pattern, notation);
    std::vector<const Expression*> all;
    for (const auto& expression : expressions) all.push_back(&expression);
    for (const auto* expression : entity_patterns().all()) all.push_back(expression);
    prefilter = std::make_unique<const Prefilter>(std::move(all));
}

void Recognizer::Compiled::add(std::size_t intent, const Pattern& pattern, const Notation& notation) {
    const auto& origin = pattern.origin;
    const auto& expression =
        expressions.emplace_back(pattern.whole ? notation.whole_expression(pattern.match, origin) : notation.expression(pattern.match, origin), origin);
    if (pattern.at_least && expression.number_group() == 0) throw RuleError(origin, "at_least needs a number {n} in the pattern");
    patterns.push_back({intent, &pattern, to_string(origin), condition(pattern.with, notation, origin), condition(pattern.without, notation, origin)});
}

// Looks for a match that counts; on success `span` is where. Scopes are found when the first pattern asks for them.
bool Recognizer::Compiled::holds(const Trigger& trigger, const Subject& subject, std::optional<Scopes>& scopes, Span& span) const {
    const auto& source = *patterns[trigger.id].source;
    const auto& expression = *trigger.expression;
    Groups groups;
    for (std::size_t at = 0; expression.search(subject, at, groups, trigger.starts); at = after(span)) {
        span = groups.span(0);
        if (source.reading != Reading::any) {
            if (!scopes) scopes = scope_finder->find(subject);
            if (!scopes->allow(source.reading, span)) continue;
        }
        if (!source.at_least) return true;
        const auto group = static_cast<std::size_t>(expression.number_group());
        const auto number = groups.took_part(group) ? parse_number(subject.text.piece(groups.span(group))) : std::nullopt;
        if (number && *number >= *source.at_least) return true;
    }
    return false;
}

bool Recognizer::Compiled::conditions_hold(const CompiledPattern& pattern, const Subject& subject) const {
    return (!pattern.with || pattern.with->occurs(subject)) && (!pattern.without || !pattern.without->occurs(subject));
}

std::vector<Match> Recognizer::Compiled::matches(const Subject& subject, std::span<const Trigger> triggers) const {
    std::vector<Match> out;
    std::optional<Scopes> scopes;
    for (const auto& trigger : triggers) {
        Span span;
        if (holds(trigger, subject, scopes, span) && conditions_hold(patterns[trigger.id], subject)) out.push_back({trigger.id, span});
    }
    return out;
}

Recognizer::Recognizer(Rules rules) : compiled_(std::make_unique<const Compiled>(std::move(rules))) {}
Recognizer::~Recognizer() = default;
Recognizer::Recognizer(Recognizer&&) noexcept = default;
Recognizer& Recognizer::operator=(Recognizer&&) noexcept = default;

Recognition Recognizer::recognize(std::string_view text) const {
    const auto looked_at = text.substr(0, kMaxTextBytes);
    const auto normalised = normalise(looked_at);
    Subject subject(normalised);
    const auto triggers = compiled_->prefilter->triggers(subject);
    const auto first_entity = std::partition_point(triggers.begin(), triggers.end(), [&](const Trigger& trigger) { return trigger.id < compiled_->patterns.size(); });
    const auto matches = compiled_->matches(subject, {triggers.begin(), first_entity});
    std::vector<Tally> tallies(compiled_->rules.intents.size());
    for (const auto& match : matches) {
        auto& tally = tallies[compiled_->patterns[match.pattern].intent];
        tally.score += compiled_->patterns[match.pattern].source->weight;
        tally.found = true;
    }
    auto recognition = compiled_->decider.decide(tallies);
    for (auto& hit : recognition.intents)
        for (const auto& match : matches) {
            const auto& pattern = compiled_->patterns[match.pattern];
            if (compiled_->rules.intents[pattern.intent].id == hit.intent)
                hit.evidence.push_back({pattern.name, normalised.original(match.span), pattern.source->weight});
        }
    recognition.entities = find_entities(looked_at, subject, {first_entity, triggers.end()});
    return recognition;
}

const Rules& Recognizer::rules() const { return compiled_->rules; }

}  // namespace intents
