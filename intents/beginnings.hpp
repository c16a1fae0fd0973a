// How the matches of an expression can begin, read off its tree.
#pragma once

#include "intents/syntax.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace intents {

// The first character of a match that is not empty.
struct Beginning {
    std::vector<char32_t> characters;  // ascending
    bool others = false;               // it may be any other, too
};

Beginning beginning_of(const Node& node);

// Where a match has certain characters.
struct Lead {
    enum class Place : std::uint8_t {
        after_skip,  // after the first `skip` characters of the match
        text_begin,  // at the begin of the text, and the match begins there
        in_margin    // the match begins at the begin of the text, and nothing but its margin is before them
    };

    std::u32string text;  // not empty
    Place place = Place::after_skip;
    std::uint32_t skip = 0;
    bool begins_word = false;  // `text` stands at the begin of a word of ASCII letters and digits
    auto operator<=>(const Lead&) const = default;
};

// Blanks, punctuation and symbols: what Notation::whole_expression allows round a match.
bool is_margin(char32_t c);

// Whether it only matches from the begin of the text on.
bool is_anchored(const Node& node);

// Every match has one of them. None when that cannot be said, or only with more than kMaxLeads.
std::optional<std::vector<Lead>> leads_of(const Node& node);

inline constexpr std::size_t kMaxLeads = 400;

}  // namespace intents
