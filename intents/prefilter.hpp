// Tells in one pass over a text which of many expressions can match it, and where a match can begin. Immutable once built; safe to
// share between threads.
#pragma once

#include "intents/beginnings.hpp"
#include "intents/expression.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

namespace intents {

// An expression, and where a match of it can begin.
struct Trigger {
    std::uint32_t id = 0;
    Starts starts;
};

class Prefilter {
public:
    // The index of an expression is its id.
    explicit Prefilter(const std::deque<Expression>& expressions);

    // The expressions that may match, ascending. One that is not listed does not match.
    std::vector<Trigger> triggers(const Subject& subject) const;

private:
    // What a lead that ends in a node of the trie says.
    struct Posting {
        std::uint32_t id = 0;
        std::uint8_t skip = 0;
        Lead::Place place = Lead::Place::after_skip;
        bool begins_word = false;
    };
    struct Edge {
        std::uint64_t key = kNone;  // the node above and the character
        std::uint32_t node = 0;
    };
    struct Node {
        std::uint32_t first = 0;  // of postings_
        std::uint32_t count = 0;
        bool leaf = true;
    };
    static constexpr std::uint64_t kNone = ~std::uint64_t{0};
    static std::uint64_t key(std::uint32_t node, char32_t c) { return (std::uint64_t{node} << 32) | c; }

    // Where the text stands that a lead matched.
    struct Place {
        std::uint32_t at = 0;
        bool in_margin = false;
        bool begins_word = false;
    };

    class Builder;
    class Collector;
    std::uint32_t next(std::uint32_t node, char32_t c) const;
    static void post(const Posting& posting, const Place& place, Collector& found);

    std::vector<Edge> edges_;  // a hash table, a power of two in size; node 0, the root, stands for no edge
    std::uint32_t shift_ = 63;
    std::vector<Node> nodes_;
    std::vector<Posting> postings_;
    std::vector<std::uint32_t> always_;  // nothing is known of how their matches begin
    std::size_t expressions_ = 0;
};

}  // namespace intents
