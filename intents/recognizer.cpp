#include "intents/recognizer.hpp"

#include "intents/decide.hpp"
#include "intents/entities.hpp"
#include "intents/normalise.hpp"
#include "intents/numbers.hpp"
#include "intents/pattern.hpp"
#include "intents/prefilter.hpp"
#include "intents/scope.hpp"

#include <algorithm>
#include <set>

namespace intents {

namespace {

// One pattern of one intent, ready to run. The place in the list is the id of its expression in the prefilter.
struct CompiledPattern {
    std::size_t intent = 0;
    const Pattern* source = nullptr;
    std::string name;
    int number_group = 0;  // of {n}; 0: none
    std::unique_ptr<const re2::RE2> with;
    std::unique_ptr<const re2::RE2> without;
};

std::vector<std::string> subcategories(const Rules& rules) {
    std::vector<std::string> names;
    for (const auto& entry : rules.classes) names.push_back(entry.subcategory);
    return names;
}

void require_class(const std::vector<std::string>& known, const std::string& name, const Origin& origin) {
    if (std::find(known.begin(), known.end(), name) == known.end()) throw RuleError(origin, "unknown class \"" + name + "\"");
}

void require_priority(const std::string& name, const Origin& origin) {
    if (std::find(kPriorities.begin(), kPriorities.end(), name) == kPriorities.end())
        throw RuleError(origin, "unknown priority \"" + name + "\"");
}

// Every name that one rule uses of another must exist, and an id stands once.
void require_references(const Rules& rules) {
    const auto known = subcategories(rules);
    std::set<std::string> ids;
    require_class(known, rules.fallback, {"intents/general.json", "/fallback"});
    for (const auto& intent : rules.intents) {
        if (!ids.insert(intent.id).second) throw RuleError(intent.origin, "the intent \"" + intent.id + "\" is there already");
        if (intent.kind == IntentKind::topic) require_class(known, intent.id, intent.origin);
        if (!intent.priority.empty()) require_priority(intent.priority, intent.origin);
        for (const auto& name : intent.classes) require_class(known, name, intent.origin);
        for (const auto& vote : intent.votes) require_class(known, vote.subcategory, intent.origin);
    }
}

std::unique_ptr<const re2::RE2> condition(const std::string& pattern, const Notation& notation, const Origin& origin) {
    return pattern.empty() ? nullptr : compile(notation.expression(pattern, origin), origin);
}

}  // namespace

struct Recognizer::Compiled {
    explicit Compiled(Rules source);

    bool holds(const CompiledPattern& pattern, int id, std::string_view text, const Scopes& scopes, Span& span) const;
    std::vector<Hit> hits(const NormalisedText& text) const;

    const Rules rules;
    const Notation notation;
    const ScopeFinder scope_finder;
    std::vector<CompiledPattern> patterns;
    std::unique_ptr<const Prefilter> prefilter;
};

Recognizer::Compiled::Compiled(Rules source)
    : rules(std::move(source)), notation(rules.synonyms), scope_finder(rules.cues, notation) {
    require_references(rules);
    std::vector<std::string> expressions;
    std::vector<Origin> origins;
    for (std::size_t i = 0; i < rules.intents.size(); ++i) {
        for (const auto& pattern : rules.intents[i].patterns) {
            expressions.push_back(pattern.whole ? notation.whole_expression(pattern.match, pattern.origin)
                                                : notation.expression(pattern.match, pattern.origin));
            origins.push_back(pattern.origin);
            patterns.push_back({i, &pattern, to_string(pattern.origin), 0, condition(pattern.with, notation, pattern.origin),
                                condition(pattern.without, notation, pattern.origin)});
        }
    }
    prefilter = std::make_unique<const Prefilter>(expressions, origins);
    for (std::size_t id = 0; id < patterns.size(); ++id) {
        const auto& groups = prefilter->expression(static_cast<int>(id)).NamedCapturingGroups();
        if (const auto found = groups.find("n"); found != groups.end()) patterns[id].number_group = found->second;
        if (patterns[id].source->at_least && patterns[id].number_group == 0)
            throw RuleError(patterns[id].source->origin, "at_least needs a number {n} in the pattern");
    }
}

// Looks for a match that counts; on success `span` is where.
bool Recognizer::Compiled::holds(const CompiledPattern& pattern, int id, std::string_view text, const Scopes& scopes,
                                 Span& span) const {
    const auto& source = *pattern.source;
    const auto& expression = prefilter->expression(id);
    std::vector<re2::StringPiece> groups(source.at_least ? static_cast<std::size_t>(pattern.number_group) + 1 : 1);
    bool found = false;
    for (std::size_t at = 0; !found && search(expression, text, at, groups.data(), static_cast<int>(groups.size()));) {
        span = span_of(groups[0], text);
        at = after(span);
        found = scopes.allow(source.reading, span);
        if (found && source.at_least) {
            const auto number = parse_number({groups.back().data(), groups.back().size()});
            found = number && *number >= *source.at_least;
        }
    }
    return found && (!pattern.with || search(*pattern.with, text, 0)) && (!pattern.without || !search(*pattern.without, text, 0));
}

std::vector<Hit> Recognizer::Compiled::hits(const NormalisedText& text) const {
    std::vector<Hit> all(rules.intents.size());
    const auto scopes = scope_finder.find(text.text);
    for (const int id : prefilter->candidates(text.text)) {
        const auto& pattern = patterns[static_cast<std::size_t>(id)];
        Span span;
        if (!holds(pattern, id, text.text, scopes, span)) continue;
        auto& hit = all[pattern.intent];
        hit.score += pattern.source->weight;
        hit.evidence.push_back({pattern.name, text.original(span), pattern.source->weight});
    }
    for (std::size_t i = 0; i < all.size(); ++i) all[i].intent = rules.intents[i].id;
    return all;
}

Recognizer::Recognizer(Rules rules) : compiled_(std::make_unique<const Compiled>(std::move(rules))) {}
Recognizer::~Recognizer() = default;
Recognizer::Recognizer(Recognizer&&) noexcept = default;
Recognizer& Recognizer::operator=(Recognizer&&) noexcept = default;

Recognition Recognizer::recognize(std::string_view text) const {
    const auto looked_at = text.substr(0, kMaxTextBytes);
    const auto normalised = normalise(looked_at);
    auto recognition = decide(compiled_->rules, compiled_->hits(normalised));
    recognition.entities = find_entities(looked_at, normalised);
    return recognition;
}

const Rules& Recognizer::rules() const { return compiled_->rules; }

}  // namespace intents
