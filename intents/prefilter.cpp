#include "intents/prefilter.hpp"

#include <algorithm>

namespace intents {

namespace {
constexpr int kMinLiteralBytes = 2;
bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }
}  // namespace

void Literals::add(std::string_view literal, int id) {
    std::uint32_t node = 0;
    for (char c : literal) {
        const auto [found, added] = edges_.try_emplace(edge(node, c), static_cast<std::uint32_t>(ids_.size()));
        if (added) ids_.push_back(-1);
        node = found->second;
    }
    ids_[node] = id;
}

std::vector<int> Literals::find(std::string_view text) const {
    std::vector<int> found;
    for (std::size_t begin = 0; begin < text.size(); ++begin) {
        if (!begins_character(text[begin])) continue;
        std::uint32_t node = 0;
        for (std::size_t at = begin; at < text.size(); ++at) {
            const auto next = edges_.find(edge(node, text[at]));
            if (next == edges_.end()) break;
            node = next->second;
            if (ids_[node] >= 0) found.push_back(ids_[node]);
        }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

Prefilter::Prefilter(const std::vector<std::string>& expressions, const std::vector<Origin>& origins)
    : filtered_(kMinLiteralBytes) {
    for (std::size_t i = 0; i < expressions.size(); ++i) {
        int id = 0;
        if (filtered_.Add(expressions[i], expression_options(), &id) == re2::RE2::NoError) continue;
        compile(expressions[i], origins[i]);  // throws, with the reason that FilteredRE2 keeps to itself
    }
    if (expressions.empty()) return;  // RE2 complains about compiling nothing
    std::vector<std::string> atoms;
    filtered_.Compile(&atoms);
    for (std::size_t i = 0; i < atoms.size(); ++i) literals_.add(atoms[i], static_cast<int>(i));
}

std::vector<int> Prefilter::candidates(std::string_view text) const {
    std::vector<int> potentials;
    if (filtered_.NumRegexps() == 0) return potentials;
    filtered_.AllPotentials(literals_.find(text), &potentials);
    std::sort(potentials.begin(), potentials.end());
    return potentials;
}

}  // namespace intents
