// Regular expressions as trees: the part of RE2's notation that `Program` runs, with the same meaning.
#pragma once

#include "intents/character_set.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace intents {

// Which characters `\w` is, and so where `\b` is.
constexpr bool is_word_character(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

struct Node {
    enum class Kind {
        sequence,         // all `children`, in order; none: the empty text
        alternatives,     // one of `children`, the first that leads to a match
        repeat,           // the only child, `min` to `max` times, as often as possible or (lazy) as rarely
        group,            // the only child; where it matched is kept as number `group`
        character,        // `character`
        set,              // one of `set`
        in_clause,        // what Notation::kInClause matches
        text_begin,
        text_end,
        word_boundary
    };
    static constexpr int kNoMax = -1;

    Kind kind = Kind::sequence;
    char32_t character = 0;
    CharacterSet set;
    int min = 0;
    int max = kNoMax;
    bool lazy = false;
    int group = 0;
    std::vector<Node> children;

    // Whether it can match the empty text.
    bool may_be_empty() const;
};

struct Syntax {
    Node root;
    int groups = 0;  // the capturing ones
    int number_group = 0;  // the one called n; 0: none
};

// None for what is no regular expression, and for notation that is rarer than worth the code: flags, Unicode classes but \pP and
// \pS, code points in hexadecimal, \B, a repeat of what can be empty without a limit.
std::optional<Syntax> parse_expression(std::string_view expression);

}  // namespace intents
