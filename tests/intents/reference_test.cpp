// The matcher against RE2, which is the reference of the notation: the shipped patterns on their examples, and seeded random
// expressions on random texts.
#include "intents/pattern.hpp"
#include "intents/prefilter.hpp"
#include "tests/intents/shipped.hpp"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <deque>
#include <map>
#include <random>

namespace intents {
namespace {

using support::shipped;

using Random = std::mt19937;

std::size_t pick(Random& random, std::size_t count) { return random() % count; }

// Byte spans of the groups; -1 for one that took no part.
using Bytes = std::vector<long>;

Bytes with_re2(const re2::RE2& expression, const std::string& text) {
    re2::StringPiece pieces[Groups::kMax];
    const int count = std::min<int>(Groups::kMax, expression.NumberOfCapturingGroups() + 1);
    if (!expression.Match(text, 0, text.size(), re2::RE2::UNANCHORED, pieces, count)) return {};
    Bytes out;
    for (int i = 0; i < count; ++i) {
        const bool took_part = pieces[i].data() != nullptr;
        out.push_back(took_part ? pieces[i].data() - text.data() : -1);
        out.push_back(took_part ? static_cast<long>(pieces[i].size()) : -1);
    }
    return out;
}

Bytes with_matcher(const Expression& expression, Subject& subject, std::size_t values, Starts starts = Starts::anywhere()) {
    Groups groups;
    if (!expression.search(subject, 0, groups, starts)) return {};
    Bytes out;
    for (std::size_t i = 0; out.size() < values; ++i) {
        const auto piece = groups.took_part(i) ? subject.text.piece(groups.span(i)) : std::string_view();
        out.push_back(groups.took_part(i) ? piece.data() - subject.text.text.data() : -1);
        out.push_back(groups.took_part(i) ? static_cast<long>(piece.size()) : -1);
    }
    return out;
}

std::vector<std::string> shipped_examples() {
    std::vector<std::string> out;
    for (const auto& intent : shipped().rules().intents) {
        out.insert(out.end(), intent.examples.begin(), intent.examples.end());
        out.insert(out.end(), intent.counterexamples.begin(), intent.counterexamples.end());
    }
    return out;
}

// Two pieces of examples with something between them.
std::string spliced(const std::vector<std::string>& examples, Random& random) {
    static const std::vector<std::string> kBetween{"", "，", "。", "不", "会不会", "3台", "第三次", " ", "\n", "?", "100元", "没有"};
    std::string out;
    for (int i = 0; i < 2; ++i) {
        const auto text = normalise(examples[pick(random, examples.size())]);
        const auto begin = pick(random, text.characters.size() + 1);
        const auto rest = text.characters.size() - begin;
        out += text.piece({begin, pick(random, 3) == 0 ? begin + pick(random, rest + 1) : text.characters.size()});
        out += kBetween[pick(random, kBetween.size())];
    }
    return out;
}

TEST(Reference, R20_ShippedPatternsMatchWhereRe2MatchesThem) {
    const Notation notation(shipped().rules().synonyms);
    std::deque<Expression> expressions;
    std::vector<std::unique_ptr<re2::RE2>> references;
    re2::RE2::Options options;
    options.set_max_mem(16 << 20);
    for (const auto& intent : shipped().rules().intents)
        for (const auto& pattern : intent.patterns) {
            const auto text = pattern.whole ? notation.whole_expression(pattern.match, pattern.origin) : notation.expression(pattern.match, pattern.origin);
            expressions.emplace_back(text, pattern.origin);
            references.push_back(std::make_unique<re2::RE2>(text, options));
        }
    std::vector<const Expression*> pointers;
    for (const auto& expression : expressions) pointers.push_back(&expression);
    const Prefilter prefilter(std::move(pointers));
    Random random(20);
    const auto examples = shipped_examples();
    for (int round = 0; round < 60; ++round) {
        const auto text = normalise(round % 2 == 0 ? examples[pick(random, examples.size())] : spliced(examples, random));
        Subject subject(text);
        std::map<std::uint32_t, Starts> triggered;
        for (const auto& trigger : prefilter.triggers(subject)) triggered.emplace(trigger.id, trigger.starts);
        for (std::uint32_t id = 0; id < expressions.size(); ++id) {
            const auto expected = with_re2(*references[id], text.text);
            const auto found = triggered.find(id);
            const auto values = 2 * std::min<std::size_t>(Groups::kMax, references[id]->NumberOfCapturingGroups() + 1);
            const auto got = found == triggered.end() ? Bytes() : with_matcher(expressions[id], subject, values, found->second);
            EXPECT_EQ(got, expected) << expressions[id].text() << "\non " << text.text;
        }
    }
}

// An expression over few characters, so that it matches often.
std::string random_expression(Random& random, int depth) {
    static const std::vector<std::string> kAtoms{"a", "b", "不", "坏", "[ab]", "[^,。!?;]", "[^a]", "[a不-中]", ".", "\\b", "^", "$", " ", "\\w", "\\S", "\\pP", ",", "(?:[^,。!?;\\n.]|\\.[^ \\n])"};
    static const std::vector<std::string> kCounts{"?", "*", "+", "{0,2}", "{2}", "??", "*?", "{1,3}?", "{0,4}?"};
    if (depth == 0) return kAtoms[pick(random, kAtoms.size())];
    switch (pick(random, 6)) {
        case 0:
        case 1: return random_expression(random, depth - 1) + random_expression(random, depth - 1);
        case 2: return "(?:" + random_expression(random, depth - 1) + "|" + random_expression(random, depth - 1) + "|" + random_expression(random, 0) + ")";
        case 3: return "(?:" + random_expression(random, depth - 1) + ")" + kCounts[pick(random, kCounts.size())];
        case 4: return "(" + random_expression(random, depth - 1) + ")";
        default: return random_expression(random, 0);
    }
}

TEST(Reference, R20_RandomExpressionsMatchWhereRe2MatchesThem) {
    static const std::vector<std::string> kPieces{"a", "b", "不", "坏", " ", ",", ".", "c", "\n", "1"};
    Random random(7);
    re2::RE2::Options quiet;
    quiet.set_log_errors(false);
    int matches = 0;
    for (int round = 0; round < 3000; ++round) {
        const Expression expression(random_expression(random, 4), Origin{"random", ""});
        const re2::RE2 reference(expression.text(), quiet);
        ASSERT_TRUE(reference.ok()) << expression.text();
        const Prefilter prefilter({&expression});
        for (int i = 0; i < 6; ++i) {
            std::string piece;
            for (auto length = pick(random, 9); length > 0; --length) piece += kPieces[pick(random, kPieces.size())];
            const auto text = normalise(piece);
            Subject subject(text);
            const auto expected = with_re2(reference, text.text);
            const auto values = 2 * std::min<std::size_t>(Groups::kMax, reference.NumberOfCapturingGroups() + 1);
            const auto triggers = prefilter.triggers(subject);
            const auto got = triggers.empty() ? Bytes() : with_matcher(expression, subject, values, triggers.front().starts);
            EXPECT_EQ(got, expected) << expression.text() << "\non \"" << text.text << "\"";
            matches += !expected.empty();
        }
    }
    EXPECT_GT(matches, 3000);
}

// A text that would cost too many ways back is left to RE2, which finds the same.
TEST(Reference, R20_ATextThatIsTooHardIsLeftToRe2) {
    const Expression expression("(?:a?b?){40}c", {"hard", ""});
    const re2::RE2 reference(expression.text());
    for (const std::string end : {"", "c"}) {
        const auto text = normalise(std::string(3000, 'a') + end);
        Subject subject(text);
        subject.effort = 1000;
        EXPECT_EQ(with_matcher(expression, subject, 2), with_re2(reference, text.text)) << end;
    }
}

}  // namespace
}  // namespace intents
