// A regular expression, searched for in normalised texts. It means what it means to RE2; most run as a Program, which costs a
// fraction. RE2 runs what is not in its notation, and is compiled on the spot for a text that a program gives up on.
#pragma once

#include "intents/program.hpp"
#include "intents/required.hpp"
#include "intents/rules.hpp"

#include <bit>
#include <memory>
#include <optional>
#include <string>

namespace re2 {
class RE2;
}

namespace intents {

// Places in a text where a match can begin: a bit per stretch of 2^shift characters, one each in a text of up to 63.
class Starts {
public:
    Starts() = default;  // holds nothing sensible
    static Starts anywhere() { return Starts(~std::uint64_t{0}); }
    static Starts at(std::size_t place, unsigned shift) { return Starts(std::uint64_t{1} << (place >> shift)); }
    static unsigned shift_for(std::size_t characters) { return static_cast<unsigned>(std::bit_width(characters / kStretches)); }
    void add(Starts other) { stretches_ |= other.stretches_; }

    // The first one that is `from` or after it; kNone beyond the last.
    std::size_t next(std::size_t from, unsigned shift) const {
        if (from >> shift >= kStretches) return kNone;
        const auto rest = stretches_ >> (from >> shift);
        if ((rest & 1) != 0) return from;
        return rest != 0 ? ((from >> shift) + static_cast<std::size_t>(std::countr_zero(rest))) << shift : kNone;
    }
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

private:
    explicit Starts(std::uint64_t stretches) : stretches_(stretches) {}

    static constexpr std::size_t kStretches = 64;

    std::uint64_t stretches_;
};

// A text that expressions are run on.
struct Subject {
    explicit Subject(const NormalisedText& normalised);

    const std::vector<Character>& characters() const { return text.characters; }
    std::uint32_t size() const { return static_cast<std::uint32_t>(text.characters.size()); }

    const NormalisedText& text;
    Signature signature;
    unsigned shift;                     // of its Starts
    std::uint32_t effort = kMaxEffort;  // for one search

    // Ways back, see Program::match. Ordinary texts need less than 100.
    static constexpr std::uint32_t kMaxEffort = 50'000;
};

class Expression {
public:
    // Throws RuleError with RE2's reason.
    Expression(std::string text, const Origin& origin);
    ~Expression();
    Expression(const Expression&) = delete;
    Expression& operator=(const Expression&) = delete;

    // The first match at or after `from`; none begins but at `starts`.
    bool search(const Subject& subject, std::size_t from, Groups& groups, Starts starts = Starts::anywhere()) const;
    bool occurs(const Subject& subject) const;

    const std::string& text() const { return text_; }
    int number_group() const { return number_group_; }  // of {n}; 0: none

private:

    std::string text_;
    std::optional<Program> program_;
    Signature beginnings_;  // characters that a match begins with
    bool may_be_empty_ = true;
    bool anchored_ = false;
    int number_group_ = 0;
    std::unique_ptr<const re2::RE2> re2_;  // when there is no program
};

// Where to go on after `match`, so that an empty one does not stop the search.
std::size_t after(Span match);

}  // namespace intents
