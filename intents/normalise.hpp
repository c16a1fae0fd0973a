// Brings a text into the one form that patterns are written in: Unicode NFKC, case folded, runs of blanks as one, curly
// apostrophes straight, invisible characters gone. Every byte remembers where it came from.
#pragma once

#include "intents/recognition.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace intents {

inline constexpr std::size_t kMaxTextBytes = 8192;

struct NormalisedText {
    std::string text;                   // valid UTF-8, whatever came in: a broken byte is U+FFFD
    std::vector<std::uint32_t> begins;  // per byte of `text`: where its character begins in the original
    std::vector<std::uint32_t> ends;    // per byte of `text`: where its character ends in the original

    // A span of `text` as a span of the original.
    Span original(Span span) const;
};

// Looks at the first kMaxTextBytes of `text`.
NormalisedText normalise(std::string_view text);

// NFKC without case folding, blanks kept. For values that are shown as the customer wrote them.
std::string nfkc(std::string_view text);

}  // namespace intents
