#include "intents/required.hpp"

#include <algorithm>
#include <bit>
#include <iterator>

namespace intents {

namespace {

constexpr std::size_t kMaxSets = 6;     // tested per expression
constexpr int kMaxSize = 80;            // a larger set says too little to be worth the test
constexpr std::size_t kMaxRanks = 3;    // sets made of several branches
constexpr std::size_t kMaxMembers = 24;

// Sets, the smallest first.
using Sets = std::vector<Signature>;

void sort(Sets& sets) {
    if (sets.size() > 1) std::stable_sort(sets.begin(), sets.end(), [](const Signature& a, const Signature& b) { return a.size() < b.size(); });
}

Sets sets_of(const Node& node);

Sets sets_of_all(const std::vector<Node>& nodes) {
    Sets out;
    for (const auto& node : nodes)
        for (const auto& set : sets_of(node))
            if (std::find(out.begin(), out.end(), set) == out.end()) out.push_back(set);
    sort(out);
    if (out.size() > kMaxSets) out.resize(kMaxSets);
    return out;
}

// The smallest set of each branch, put together; the second ones; and so on.
Sets sets_of_any(const std::vector<Node>& branches) {
    std::vector<Sets> all;
    for (const auto& branch : branches) {
        all.push_back(sets_of(branch));
        if (all.back().empty()) return {};
    }
    Sets out;
    for (std::size_t rank = 0; rank < kMaxRanks; ++rank) {
        Signature together;
        for (const auto& sets : all) together.add_all(sets[std::min(rank, sets.size() - 1)]);
        if (together.size() <= kMaxSize && std::find(out.begin(), out.end(), together) == out.end()) out.push_back(together);
    }
    return out;
}

Sets sets_of(const Node& node) {
    switch (node.kind) {
        case Node::Kind::sequence: return sets_of_all(node.children);
        case Node::Kind::alternatives: return sets_of_any(node.children);
        case Node::Kind::repeat: return node.min == 0 ? Sets() : sets_of(node.children.front());
        case Node::Kind::group: return sets_of(node.children.front());
        case Node::Kind::character: {
            Signature set;
            set.add(node.character);
            return {set};
        }
        case Node::Kind::set: {
            const auto members = node.set.members(kMaxMembers);
            if (!members) return {};
            Signature set;
            for (const auto c : *members) set.add(c);
            return {set};
        }
        default: return {};
    }
}

}  // namespace

void Signature::add_all(const Signature& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
}

int Signature::size() const {
    int out = 0;
    for (const auto word : words_) out += std::popcount(word);
    return out;
}

Required::Required(const Node& node) : any_(sets_of(node)) {
    any_.shrink_to_fit();
}

}  // namespace intents
