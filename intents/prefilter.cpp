#include "intents/prefilter.hpp"

#include <algorithm>
#include <bit>
#include <map>

namespace intents {

namespace {
constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15;  // Fibonacci hashing
constexpr std::uint64_t kBits = 64;
}  // namespace

class Prefilter::Builder {
public:
    void add(const Lead& lead, std::uint32_t id) {
        std::uint32_t node = 0;
        for (const auto c : lead.text) {
            const auto [found, fresh] = edges_.try_emplace(key(node, c), static_cast<std::uint32_t>(postings_.size()));
            if (fresh) postings_.emplace_back();
            node = found->second;
        }
        postings_[node].push_back({id, static_cast<std::uint8_t>(lead.skip), lead.place, lead.begins_word});
    }

    void build(Prefilter& out) const {
        for (const auto& postings : postings_) {
            out.nodes_.push_back({static_cast<std::uint32_t>(out.postings_.size()), static_cast<std::uint32_t>(postings.size())});
            out.postings_.insert(out.postings_.end(), postings.begin(), postings.end());
        }
        const auto slots = std::bit_ceil(2 * edges_.size() + 2);
        out.edges_.resize(slots);
        out.shift_ = static_cast<std::uint32_t>(kBits - std::bit_width(slots - 1));
        for (const auto& [edge, node] : edges_) {
            auto slot = edge * kSpread >> out.shift_;
            while (out.edges_[slot].node != 0) slot = (slot + 1) % slots;
            out.edges_[slot] = {edge, node};
            out.nodes_[edge >> 32].leaf = false;
        }
    }

private:
    std::map<std::uint64_t, std::uint32_t> edges_;
    std::vector<std::vector<Posting>> postings_ = {{}};
};

Prefilter::Prefilter(const std::deque<Expression>& expressions) : expressions_(expressions.size()) {
    Builder builder;
    for (std::uint32_t id = 0; id < expressions.size(); ++id) {
        const auto syntax = parse_expression(expressions[id].text());
        const auto leads = syntax ? leads_of(syntax->root) : std::nullopt;
        if (!leads) always_.push_back(id);
        else
            for (const auto& lead : *leads) builder.add(lead, id);
    }
    builder.build(*this);
}

std::uint32_t Prefilter::next(std::uint32_t node, char32_t c) const {
    const auto wanted = key(node, c);
    for (auto slot = wanted * kSpread >> shift_;; slot = (slot + 1) & (edges_.size() - 1)) {
        if (edges_[slot].key == wanted) return edges_[slot].node;
        if (edges_[slot].node == 0) return 0;
    }
}

// Collects what the postings say. What stands in `starts_` counts where the bit in `seen_` is set, the rest is never written.
class Prefilter::Collector {
public:
    explicit Collector(std::size_t expressions) : seen_(expressions / kBits + 1), starts_(std::make_unique_for_overwrite<Starts[]>(expressions)) {}

    void add(std::uint32_t id, Starts starts) {
        auto& word = seen_[id / kBits];
        const auto bit = std::uint64_t{1} << (id % kBits);
        if ((word & bit) != 0) starts_[id].add(starts);
        else starts_[id] = starts;
        word |= bit;
    }

    std::vector<Trigger> take() const {
        std::vector<Trigger> out;
        out.reserve(kExpected);
        for (std::size_t word = 0; word < seen_.size(); ++word)
            for (auto bits = seen_[word]; bits != 0; bits &= bits - 1) {
                const auto id = static_cast<std::uint32_t>(word * kBits) + static_cast<std::uint32_t>(std::countr_zero(bits));
                out.push_back({id, starts_[id]});
            }
        return out;
    }

private:
    static constexpr std::size_t kExpected = 64;

    std::vector<std::uint64_t> seen_;
    std::unique_ptr<Starts[]> starts_;
};

std::vector<Trigger> Prefilter::triggers(const Subject& subject) const {
    const auto& text = subject.characters();
    Collector found(expressions_);
    for (const auto id : always_) found.add(id, Starts::anywhere());
    std::uint32_t margin = 0;
    while (margin < text.size() && is_margin(text[margin].code)) ++margin;
    for (std::uint32_t begin = 0; begin < text.size(); ++begin) {
        const Place place{begin, begin <= margin, begin == 0 || !is_word_character(text[begin - 1].code)};
        std::uint32_t node = 0;
        for (std::uint32_t at = begin; at < text.size(); ++at) {
            node = next(node, text[at].code);
            if (node == 0) break;
            const auto& here = nodes_[node];
            for (std::uint32_t i = here.first; i < here.first + here.count; ++i) post(postings_[i], place, found);
            if (here.leaf) break;
        }
    }
    return found.take();
}

void Prefilter::post(const Posting& posting, const Place& place, Collector& found) {
    if (posting.begins_word && !place.begins_word) return;
    if (posting.place == Lead::Place::after_skip) {
        if (place.at >= posting.skip) found.add(posting.id, Starts::at(place.at - posting.skip));
    } else if (posting.place == Lead::Place::in_margin ? place.in_margin : place.at == 0) {
        found.add(posting.id, Starts::at(0));
    }
}

}  // namespace intents
