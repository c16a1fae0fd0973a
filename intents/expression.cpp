#include "intents/expression.hpp"

#include "intents/beginnings.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

namespace intents {

namespace {

constexpr std::int64_t kExpressionBytes = 16 << 20;  // the longest shipped patterns fit

re2::RE2::Options options() {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kExpressionBytes);
    return options;
}

// The character that begins at `byte`, which is one or the end.
std::uint32_t character_at(const NormalisedText& text, std::size_t byte) {
    const auto found = std::lower_bound(text.characters.begin(), text.characters.end(), byte,
                                        [](const Character& character, std::size_t wanted) { return character.at < wanted; });
    return static_cast<std::uint32_t>(found - text.characters.begin());
}

bool search_with(const re2::RE2& expression, const Subject& subject, std::size_t from, Groups& groups) {
    const auto& text = subject.text.text;
    if (from > subject.size()) return false;
    const auto begin = from == subject.size() ? text.size() : std::size_t{subject.characters()[from].at};
    re2::StringPiece pieces[Groups::kMax];
    const auto count = std::min<int>(Groups::kMax, expression.NumberOfCapturingGroups() + 1);
    if (!expression.Match(text, begin, text.size(), re2::RE2::UNANCHORED, pieces, count)) return false;
    groups.places.fill(Groups::kNone);
    for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        if (pieces[i].data() == nullptr) continue;
        const auto first = static_cast<std::size_t>(pieces[i].data() - text.data());
        groups.places[2 * i] = character_at(subject.text, first);
        groups.places[2 * i + 1] = character_at(subject.text, first + pieces[i].size());
    }
    return true;
}

}  // namespace

Subject::Subject(const NormalisedText& normalised) : text(normalised), shift(Starts::shift_for(normalised.characters.size())) {
    for (const auto& character : text.characters) signature.add(character.code);
}

Expression::Expression(std::string text, const Origin& origin) : text_(std::move(text)) {
    beginnings_.fill();
    const auto syntax = parse_expression(text_);
    if (syntax) program_ = Program::compile(*syntax);
    if (!program_) {
        re2_ = std::make_unique<const re2::RE2>(text_, options());
        if (!re2_->ok()) throw RuleError(origin, "not a regular expression: " + re2_->error());
        const auto& groups = re2_->NamedCapturingGroups();
        if (const auto found = groups.find("n"); found != groups.end()) number_group_ = found->second;
        return;
    }
    number_group_ = syntax->number_group;
    may_be_empty_ = syntax->root.may_be_empty();
    anchored_ = is_anchored(syntax->root);
    const auto beginning = beginning_of(syntax->root);
    if (beginning.others || may_be_empty_) return;
    beginnings_ = {};
    for (const auto c : beginning.characters) beginnings_.add(c);
}

Expression::~Expression() = default;

bool Expression::search(const Subject& subject, std::size_t from, Groups& groups, Starts starts) const {
    if (!program_) return search_with(*re2_, subject, from, groups);
    if (anchored_ && from > 0) return false;
    const auto& characters = subject.characters();
    auto effort = subject.effort;
    for (auto at = starts.next(from, subject.shift); at <= characters.size(); at = starts.next(at + 1, subject.shift)) {
        const bool begins = at < characters.size() ? beginnings_.has(characters[at].code) : may_be_empty_;
        if (begins) {
            const auto outcome = program_->match(characters, static_cast<std::uint32_t>(at), groups, effort);
            if (outcome == Outcome::matched) return true;
            if (outcome == Outcome::gave_up) return search_with(re2::RE2(text_, options()), subject, at, groups);
        }
        if (anchored_) return false;
    }
    return false;
}

bool Expression::occurs(const Subject& subject) const {
    Groups groups;
    return search(subject, 0, groups);
}

std::size_t after(Span match) { return std::max(match.end, match.begin + 1); }

}  // namespace intents
