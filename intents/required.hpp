// Which characters a text must have for an expression to match it at all: a test of a few machine words per expression.
#pragma once

#include "intents/syntax.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace intents {

// A set of characters that may hold more than was added, never less.
class Signature {
public:
    void add(char32_t c) { words_[slot(c) / 64] |= std::uint64_t{1} << (slot(c) % 64); }
    void add_all(const Signature& other);
    void fill() { words_.fill(~std::uint64_t{0}); }
    bool has(char32_t c) const { return (words_[slot(c) / 64] >> (slot(c) % 64) & 1) != 0; }
    bool meets(const Signature& other) const {
        return ((words_[0] & other.words_[0]) | (words_[1] & other.words_[1]) | (words_[2] & other.words_[2]) | (words_[3] & other.words_[3])) != 0;
    }
    int size() const;
    bool operator==(const Signature&) const = default;

private:
    static constexpr std::uint32_t slot(char32_t c) { return (c * 0x9E3779B1u) >> 24; }

    std::array<std::uint64_t, 4> words_{};
};

class Required {
public:
    Required() = default;
    explicit Required(const Node& node);

    // False: no text with these characters holds a match.
    bool met_by(const Signature& text) const {
        for (const auto& set : any_)
            if (!set.meets(text)) return false;
        return true;
    }

private:
    std::vector<Signature> any_;  // a match has a character of each
};

}  // namespace intents
