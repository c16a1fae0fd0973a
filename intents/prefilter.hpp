// Tells in one pass over a text which of many expressions can match it, and where a match can begin. Immutable once built; safe to
// share between threads.
#pragma once

#include "intents/beginnings.hpp"
#include "intents/expression.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace intents {

// An expression, and where a match of it can begin.
struct Trigger {
    std::uint32_t id = 0;
    const Expression* expression = nullptr;
    Starts starts;
};

class Prefilter {
public:
    // The index of an expression is its id. Keeps the pointers.
    explicit Prefilter(std::vector<const Expression*> expressions);

    // The expressions that may match, ascending. One that is not listed does not match.
    std::vector<Trigger> triggers(const Subject& subject) const;

private:
    // What a lead that ends in a spot of the trie says.
    struct Posting {
        std::uint32_t branch = 0;
        std::uint8_t skip = 0;
        Lead::Place place = Lead::Place::after_skip;
        bool begins_word = false;
    };
    // One of the alternatives that an expression consists of.
    struct Branch {
        std::uint32_t id = 0;  // of the expression
        Required required;
    };
    struct Edge {
        std::uint64_t key = kNone;  // the spot above and the character
        std::uint32_t spot = 0;
    };
    struct Spot {  // a node of the trie
        std::uint32_t first = 0;  // of postings_
        std::uint32_t count = 0;
        bool leaf = true;
    };
    static constexpr std::uint64_t kNone = ~std::uint64_t{0};
    static std::uint64_t key(std::uint32_t spot, char32_t c) { return (std::uint64_t{spot} << 32) | c; }

    // Where the text stands that a lead matched.
    struct Place {
        std::uint32_t at = 0;
        unsigned shift = 0;  // of the text's Starts
        bool in_margin = false;
        bool begins_word = false;
    };

    class Builder;
    class Collector;
    void add(std::uint32_t id, const Node& branch, Builder& builder);
    std::uint32_t next(std::uint32_t spot, char32_t c) const;
    static void post(const Posting& posting, const Place& place, Collector& found);

    std::vector<Edge> edges_;  // a hash table, a power of two in size; spot 0, the root, stands for no edge
    std::uint32_t shift_ = 63;
    std::vector<Spot> spots_;
    std::vector<Posting> postings_;
    std::vector<const Expression*> expressions_;
    std::vector<Branch> branches_;       // ascending by expression
    std::vector<std::uint32_t> always_;  // branches of which nothing is known how their matches begin
};

}  // namespace intents
