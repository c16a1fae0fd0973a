// Tells cheaply which of many expressions can match a text at all, by the literals each of them needs. Immutable once
// built; safe to share between threads.
#pragma once

#include "intents/expression.hpp"

#include <re2/filtered_re2.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace intents {

// A trie of byte strings.
class Literals {
public:
    void add(std::string_view literal, int id);
    // The ids of the literals that occur in `text` (valid UTF-8), each once, ascending.
    std::vector<int> find(std::string_view text) const;

private:
    static std::uint64_t edge(std::uint32_t node, char c) { return (std::uint64_t{node} << 8) | static_cast<unsigned char>(c); }

    std::unordered_map<std::uint64_t, std::uint32_t> edges_;
    std::vector<int> ids_ = {-1};  // per node: the literal that ends here, or -1
};

class Prefilter {
public:
    // Compiles `expressions`; the index is the id. Throws RuleError with the origin of the same index.
    Prefilter(const std::vector<std::string>& expressions, const std::vector<Origin>& origins);

    // The expressions that may match, ascending. One that is not listed does not match.
    std::vector<int> candidates(std::string_view text) const;
    const re2::RE2& expression(int id) const { return filtered_.GetRE2(id); }

private:
    re2::FilteredRE2 filtered_;
    Literals literals_;
};

}  // namespace intents
