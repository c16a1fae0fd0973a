// Brings a text into the one form that patterns are written in: Unicode NFKC, case folded, runs of blanks as one, curly
// apostrophes straight, invisible characters gone. Every character remembers where it came from.
#pragma once

#include "intents/recognition.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace intents {

inline constexpr std::size_t kMaxTextBytes = 8192;

struct Character {
    char32_t code = 0;
    std::uint32_t at = 0;     // its first byte in NormalisedText::text
    std::uint32_t begin = 0;  // where it begins and ends in the original
    std::uint32_t end = 0;
};

struct NormalisedText {
    std::string text;                   // valid UTF-8, whatever came in: a broken byte is U+FFFD
    std::vector<Character> characters;  // of `text`

    // A span of characters as a span of the original; empty for an empty one.
    Span original(Span span) const;
    // The bytes of `text` that a span of characters covers.
    std::string_view piece(Span span) const;
    // That piece as a text of its own, which begins and ends there.
    NormalisedText part(Span span) const;
};

// Looks at the first kMaxTextBytes of `text`.
NormalisedText normalise(std::string_view text);

// NFKC without case folding, blanks kept. For values that are shown as the customer wrote them.
std::string nfkc(std::string_view text);

}  // namespace intents
