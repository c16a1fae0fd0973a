// A regular expression compiled for a matcher of our own, which begins where it is told and gives up rather than spend more than
// its effort. It finds what RE2 would: of several ways to match, the one that comes first in the expression.
#pragma once

#include "intents/character_set.hpp"
#include "intents/normalise.hpp"
#include "intents/syntax.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace intents {

// How many characters of a clause are next: one, two for a full stop inside a word, none at the end of the clause. The same as
// Notation::kInClause.
std::uint32_t clause_character(const std::vector<Character>& text, std::uint32_t at);

// Where the match (group 0) and its groups are, in characters.
struct Groups {
    static constexpr std::size_t kMax = 4;
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;
    std::array<std::uint32_t, 2 * kMax> places;

    bool took_part(std::size_t group) const { return places[2 * group + 1] != kNone; }
    Span span(std::size_t group) const { return {places[2 * group], places[2 * group + 1]}; }
};

enum class Outcome { matched, failed, gave_up };

class Program {
public:
    // None when it grows over kMaxInstructions, or its number is not among the first groups, which alone are kept.
    static std::optional<Program> compile(const Syntax& syntax);

    // Matches from `begin` on. Every way back takes one off `effort`; none left, or more than kMaxChoices open ones, is giving up.
    Outcome match(const std::vector<Character>& text, std::uint32_t begin, Groups& groups, std::uint32_t& effort) const;

    static constexpr std::size_t kMaxInstructions = 20'000;
    static constexpr std::size_t kMaxChoices = 256;

    // What the writer writes and the matcher follows.
    enum class Op : std::uint8_t {
        character,    // argument: which
        set,          // argument: index of Code::sets
        greedy_run,   // argument: index of Code::runs
        lazy_run,     // argument: index of Code::runs
        clause_run,   // the same, of characters in a clause, lazy
        split,        // the next instruction, or else the one at argument
        lazy_split,   // the one at argument, or else the next
        choose,       // argument: index of Code::choices
        jump,         // argument: where to
        text_begin,
        text_end,
        word_boundary,
        keep,         // argument: the place in Groups
        done
    };
    struct Instruction {
        Op op = Op::done;
        std::uint32_t argument = 0;
    };
    struct Run {
        std::uint32_t set = 0;
        std::uint32_t min = 0;
        std::uint32_t max = 0;
        std::uint32_t next = 0;  // the instruction after it
    };
    // Which branches the next character leaves open. A branch list is a stretch of Code::branches that ends with kEnd.
    struct Branches {
        char32_t character = 0;
        std::uint32_t list = 0;
    };
    struct Choice {
        std::uint32_t first = 0;  // of Code::by_character, ascending by character
        std::uint32_t count = 0;
        std::uint32_t others = 0;  // the list for every other character, and at the end of the text
    };
    static constexpr std::uint32_t kEnd = 0xFFFFFFFF;

    struct Code {
        std::vector<Instruction> instructions;
        std::vector<CharacterSet> sets;
        std::vector<Run> runs;
        std::vector<Choice> choices;
        std::vector<Branches> by_character;
        std::vector<std::uint32_t> branches;
    };


private:
    explicit Program(Code code) : code_(std::move(code)) {}

    Code code_;
};

}  // namespace intents
