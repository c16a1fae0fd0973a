#include "intents/prefilter.hpp"

#include <algorithm>
#include <bit>
#include <map>

namespace intents {

namespace {
constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15;  // Fibonacci hashing
constexpr std::uint64_t kBits = 64;
constexpr std::size_t kExpected = 64;  // triggers of an ordinary text
}  // namespace

class Prefilter::Builder {
public:
    void add(const Lead& lead, std::uint32_t branch) {
        std::uint32_t spot = 0;
        for (const auto c : lead.text) {
            const auto [found, fresh] = edges_.try_emplace(key(spot, c), static_cast<std::uint32_t>(postings_.size()));
            if (fresh) postings_.emplace_back();
            spot = found->second;
        }
        postings_[spot].push_back({branch, static_cast<std::uint8_t>(lead.skip), lead.place, lead.begins_word});
    }

    void build(Prefilter& out) const {
        for (const auto& postings : postings_) {
            out.spots_.push_back({static_cast<std::uint32_t>(out.postings_.size()), static_cast<std::uint32_t>(postings.size())});
            out.postings_.insert(out.postings_.end(), postings.begin(), postings.end());
        }
        const auto slots = std::bit_ceil(2 * edges_.size() + 2);
        out.edges_.resize(slots);
        out.shift_ = static_cast<std::uint32_t>(kBits - std::bit_width(slots - 1));
        for (const auto& [edge, spot] : edges_) {
            auto slot = edge * kSpread >> out.shift_;
            while (out.edges_[slot].spot != 0) slot = (slot + 1) % slots;
            out.edges_[slot] = {edge, spot};
            out.spots_[edge >> 32].leaf = false;
        }
    }

private:
    std::map<std::uint64_t, std::uint32_t> edges_;
    std::vector<std::vector<Posting>> postings_ = {{}};
};

Prefilter::Prefilter(std::vector<const Expression*> expressions) : expressions_(std::move(expressions)) {
    Builder builder;
    for (std::uint32_t id = 0; id < expressions_.size(); ++id) {
        const auto syntax = parse_expression(expressions_[id]->text());
        if (!syntax) {
            always_.push_back(static_cast<std::uint32_t>(branches_.size()));
            branches_.push_back({id, {}});
        } else if (syntax->root.kind == Node::Kind::alternatives) {
            for (const auto& branch : syntax->root.children) add(id, branch, builder);
        } else {
            add(id, syntax->root, builder);
        }
    }
    builder.build(*this);
}

void Prefilter::add(std::uint32_t id, const Node& branch, Builder& builder) {
    const auto index = static_cast<std::uint32_t>(branches_.size());
    branches_.push_back({id, Required(branch)});
    const auto leads = leads_of(branch);
    if (!leads) always_.push_back(index);
    else
        for (const auto& lead : *leads) builder.add(lead, index);
}

std::uint32_t Prefilter::next(std::uint32_t spot, char32_t c) const {
    const auto wanted = key(spot, c);
    for (auto slot = wanted * kSpread >> shift_;; slot = (slot + 1) & (edges_.size() - 1)) {
        if (edges_[slot].key == wanted) return edges_[slot].spot;
        if (edges_[slot].spot == 0) return 0;
    }
}

// Collects what the postings say. What stands in `starts_` counts where the bit in `seen_` is set, the rest is never written.
class Prefilter::Collector {
public:
    explicit Collector(std::size_t branches) : seen_(branches / kBits + 1), starts_(std::make_unique_for_overwrite<Starts[]>(branches)) {}

    void add(std::uint32_t branch, Starts starts) {
        auto& word = seen_[branch / kBits];
        const auto bit = std::uint64_t{1} << (branch % kBits);
        if ((word & bit) != 0) starts_[branch].add(starts);
        else starts_[branch] = starts;
        word |= bit;
    }

    // Calls `visit` with each branch, ascending, and where it can begin.
    template <typename Visit>
    void each(Visit visit) const {
        for (std::size_t word = 0; word < seen_.size(); ++word)
            for (auto bits = seen_[word]; bits != 0; bits &= bits - 1) {
                const auto branch = word * kBits + static_cast<std::size_t>(std::countr_zero(bits));
                visit(branch, starts_[branch]);
            }
    }

private:
    std::vector<std::uint64_t> seen_;
    std::unique_ptr<Starts[]> starts_;
};

std::vector<Trigger> Prefilter::triggers(const Subject& subject) const {
    const auto& text = subject.characters();
    Collector found(branches_.size());
    for (const auto branch : always_) found.add(branch, Starts::anywhere());
    std::uint32_t margin = 0;
    while (margin < text.size() && is_margin(text[margin].code)) ++margin;
    for (std::uint32_t begin = 0; begin < text.size(); ++begin) {
        const Place place{begin, subject.shift, begin <= margin, begin == 0 || !is_word_character(text[begin - 1].code)};
        std::uint32_t spot = 0;
        for (std::uint32_t at = begin; at < text.size(); ++at) {
            spot = next(spot, text[at].code);
            if (spot == 0) break;
            const auto& here = spots_[spot];
            for (std::uint32_t i = here.first; i < here.first + here.count; ++i) post(postings_[i], place, found);
            if (here.leaf) break;
        }
    }
    std::vector<Trigger> out;
    out.reserve(kExpected);
    found.each([&](std::size_t index, Starts starts) {
        const auto& branch = branches_[index];
        if (!branch.required.met_by(subject.signature)) return;
        if (!out.empty() && out.back().id == branch.id) out.back().starts.add(starts);
        else out.push_back({branch.id, expressions_[branch.id], starts});
    });
    return out;
}

void Prefilter::post(const Posting& posting, const Place& place, Collector& found) {
    if (posting.begins_word && !place.begins_word) return;
    if (posting.place == Lead::Place::after_skip) {
        if (place.at >= posting.skip) found.add(posting.branch, Starts::at(place.at - posting.skip, place.shift));
    } else if (posting.place == Lead::Place::in_margin ? place.in_margin : place.at == 0) {
        found.add(posting.branch, Starts::at(0, place.shift));
    }
}

}  // namespace intents
