#include "intents/character_set.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace intents {

namespace {

bool is_punctuation(utf8proc_category_t category) { return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO; }
bool is_symbol(utf8proc_category_t category) { return category >= UTF8PROC_CATEGORY_SM && category <= UTF8PROC_CATEGORY_SO; }

}  // namespace

void CharacterSet::add(char32_t first, char32_t last) {
    ranges_.push_back({first, last});
    names_ideographs_ = names_ideographs_ || (first <= kLastIdeograph && last >= kFirstIdeograph);
    for (char32_t c = first; c <= last && c < kAscii; ++c) ascii_[c / 64] |= std::uint64_t{1} << (c % 64);
}

void CharacterSet::add_category(Category category) {
    (category == Category::punctuation ? punctuation_ : symbols_) = true;
    for (char32_t c = 0; c < kAscii; ++c)
        if (listed(c)) ascii_[c / 64] |= std::uint64_t{1} << (c % 64);
}

void CharacterSet::negate() {
    negated_ = true;
    for (auto& word : ascii_) word = ~word;
}

bool CharacterSet::listed(char32_t c) const {
    if (std::any_of(ranges_.begin(), ranges_.end(), [c](const Range& range) { return c >= range.first && c <= range.last; })) return true;
    if (!punctuation_ && !symbols_) return false;
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    return (punctuation_ && is_punctuation(category)) || (symbols_ && is_symbol(category));
}

std::optional<std::vector<char32_t>> CharacterSet::members(std::size_t limit) const {
    if (negated_ || punctuation_ || symbols_) return std::nullopt;
    std::vector<char32_t> out;
    for (const auto& range : ranges_) {
        if (range.last - range.first >= limit) return std::nullopt;
        for (char32_t c = range.first; c <= range.last; ++c) out.push_back(c);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    if (out.size() > limit) return std::nullopt;
    return out;
}

}  // namespace intents
