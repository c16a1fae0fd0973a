// A set of characters, as a class in a regular expression names it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace intents {

class CharacterSet {
public:
    enum class Category { punctuation, symbol };  // Unicode's P and S

    void add(char32_t first, char32_t last);
    void add_category(Category category);
    // To be called once, after everything was added: the set is all the others.
    void negate();

    bool contains(char32_t c) const { return c < kAscii ? (ascii_[c / 64] >> (c % 64) & 1) != 0 : contains_other(c); }

    // The characters, ascending, unless there are more than `limit`.
    std::optional<std::vector<char32_t>> members(std::size_t limit) const;

    bool operator==(const CharacterSet&) const = default;

private:
    struct Range {
        char32_t first = 0;
        char32_t last = 0;
        bool operator==(const Range&) const = default;
    };
    static constexpr char32_t kAscii = 0x80;
    static constexpr char32_t kFirstIdeograph = 0x4E00;  // of those that are neither punctuation nor symbols
    static constexpr char32_t kLastIdeograph = 0x9FFF;

    bool listed(char32_t c) const;
    bool contains_other(char32_t c) const {
        if (c >= kFirstIdeograph && c <= kLastIdeograph && !names_ideographs_) return negated_;
        return listed(c) != negated_;
    }

    std::array<std::uint64_t, 2> ascii_{};  // what contains() says of the first 128
    std::vector<Range> ranges_;
    bool names_ideographs_ = false;  // a range has some
    bool punctuation_ = false;
    bool symbols_ = false;
    bool negated_ = false;
};

}  // namespace intents
