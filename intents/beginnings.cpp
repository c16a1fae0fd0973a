#include "intents/beginnings.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace intents {

namespace {

constexpr std::size_t kMaxMembers = 30;      // of a set whose characters are listed one by one
constexpr std::size_t kMaxSkip = 3;          // unknown characters at the start of a match
constexpr int kMaxUnrolled = 3;              // repeats that are followed one by one
constexpr std::size_t kLongEnough = 4;       // a character of ASCII weighs 1, another 2
constexpr std::size_t kShortButEnough = 2;   // when the long ones are too many
constexpr char32_t kAnyone = 0xFFFFFFFF;     // an unknown character
constexpr char32_t kBoundary = 0xFFFFFFFE;   // in front of a prefix: a word begins or ends here

void merge(Beginning& into, const Beginning& from) {
    std::vector<char32_t> all;
    std::set_union(into.characters.begin(), into.characters.end(), from.characters.begin(), from.characters.end(), std::back_inserter(all));
    into.characters = std::move(all);
    into.others = into.others || from.others;
}

Beginning beginning_of_all(const std::vector<Node>& nodes) {
    Beginning out;
    for (const auto& node : nodes) {
        merge(out, beginning_of(node));
        if (!node.may_be_empty()) break;
    }
    return out;
}

struct TooMany {};

// The texts that matches can begin with. One that is `open` goes on with what follows in the tree; the others are long enough, or
// what follows is not known.
class Prefixes {
public:
    explicit Prefixes(std::size_t enough) : enough_(enough) { open_.insert(std::u32string()); }

    void follow(const Node& node) {
        switch (node.kind) {
            case Node::Kind::sequence:
                for (const auto& child : node.children) follow(child);
                break;
            case Node::Kind::alternatives: follow_alternatives(node); break;
            case Node::Kind::repeat: follow_repeat(node); break;
            case Node::Kind::group: follow(node.children.front()); break;
            case Node::Kind::character: append({node.character}); break;
            case Node::Kind::set: append(node.set.members(kMaxMembers).value_or(std::vector{kAnyone})); break;
            case Node::Kind::in_clause:
                append({kAnyone});
                close();  // one character or two
                break;
            case Node::Kind::word_boundary: note_boundary(); break;
            default: break;  // they match between characters
        }
    }

    std::set<std::u32string> all() const {
        auto out = closed_;
        out.insert(open_.begin(), open_.end());
        return out;
    }

private:
    using Texts = std::set<std::u32string>;

    bool is_enough(const std::u32string& text) const {
        std::size_t weight = 0;
        std::size_t unknown = 0;
        for (const auto c : text) {
            weight += c >= kBoundary ? 0 : c < 0x80 ? 1 : 2;
            unknown += c == kAnyone;
        }
        return weight >= enough_ || unknown > kMaxSkip;
    }

    void append(const std::vector<char32_t>& characters) {
        const auto before = std::exchange(open_, {});
        for (const auto& text : before)
            for (const auto c : characters) {
                auto longer = text + c;
                (is_enough(longer) ? closed_ : open_).insert(std::move(longer));
                if (closed_.size() + open_.size() > kMaxLeads) throw TooMany();
            }
    }

    void note_boundary() {
        if (open_.erase(std::u32string()) > 0) open_.insert(std::u32string(1, kBoundary));
    }

    void close() { closed_.merge(std::exchange(open_, {})); }

    void follow_alternatives(const Node& node) {
        const auto before = open_;
        Texts after;
        for (const auto& child : node.children) {
            open_ = before;
            follow(child);
            after.merge(open_);
        }
        open_ = std::move(after);
    }

    void follow_repeat(const Node& node) {
        Texts after = node.min == 0 ? open_ : Texts();
        for (int times = 1; !open_.empty(); ++times) {
            if (times > std::max(kMaxUnrolled, node.min)) {
                close();
                break;
            }
            follow(node.children.front());
            if (times == node.max) {
                after.merge(open_);
                break;
            }
            if (times >= node.min) after.insert(open_.begin(), open_.end());
        }
        open_ = std::move(after);
    }

    std::size_t enough_;
    Texts open_;
    Texts closed_;
};

// None for a prefix that names no character.
std::optional<Lead> lead_of(std::u32string_view prefix) {
    const bool boundary = prefix.starts_with(kBoundary);
    if (boundary) prefix.remove_prefix(1);
    const auto begin = prefix.find_first_not_of(kAnyone);
    if (begin == std::u32string_view::npos) return std::nullopt;
    const auto end = std::min(prefix.find(kAnyone, begin), prefix.size());
    const bool begins_word = boundary && begin == 0 && is_word_character(prefix[0]);
    return Lead{std::u32string(prefix.substr(begin, end - begin)), Lead::Place::after_skip, static_cast<std::uint32_t>(begin), begins_word};
}

std::optional<std::vector<Lead>> leads_of(const Node& node, std::size_t enough) {
    try {
        Prefixes prefixes(enough);
        prefixes.follow(node);
        std::set<Lead> leads;
        for (const auto& prefix : prefixes.all()) {
            const auto lead = lead_of(prefix);
            if (!lead) return std::nullopt;
            leads.insert(*lead);
        }
        return std::vector<Lead>(leads.begin(), leads.end());
    } catch (const TooMany&) {
        return std::nullopt;
    }
}

CharacterSet margin_set(bool symbols) {
    CharacterSet set;
    for (const char32_t c : {U'\t', U'\n', U'\f', U'\r', U' '}) set.add(c, c);
    set.add_category(CharacterSet::Category::punctuation);
    if (symbols) set.add_category(CharacterSet::Category::symbol);
    return set;
}

// Whether it is a run of characters that may stand in a margin, as patterns write it: [\s\pP]* or [\s\pP\pS]*.
bool is_margin(const Node& node) {
    if (node.kind != Node::Kind::repeat || node.children.front().kind != Node::Kind::set) return false;
    const auto& set = node.children.front().set;
    return set == margin_set(false) || set == margin_set(true);
}

std::optional<std::vector<Lead>> leads_of_unanchored(const Node& rest) {
    auto leads = leads_of(rest, kLongEnough);
    return leads ? leads : leads_of(rest, kShortButEnough);
}

// Of a sequence that begins with the text.
std::optional<std::vector<Lead>> anchored_leads_of(const Node& sequence) {
    Node rest = sequence;
    rest.children.erase(rest.children.begin());
    const bool margin = !rest.children.empty() && is_margin(rest.children.front());
    if (margin) rest.children.erase(rest.children.begin());
    auto leads = leads_of_unanchored(rest);
    if (!leads) return std::nullopt;
    for (auto& lead : *leads) {
        if (!margin && lead.skip > 0) return std::nullopt;
        lead.place = margin ? Lead::Place::in_margin : Lead::Place::text_begin;
        lead.begins_word = false;
    }
    return leads;
}

}  // namespace

Beginning beginning_of(const Node& node) {
    switch (node.kind) {
        case Node::Kind::sequence: return beginning_of_all(node.children);
        case Node::Kind::alternatives: {
            Beginning out;
            for (const auto& child : node.children) merge(out, beginning_of(child));
            return out;
        }
        case Node::Kind::repeat:
        case Node::Kind::group: return beginning_of(node.children.front());
        case Node::Kind::character: return {{node.character}, false};
        case Node::Kind::set:
            if (auto members = node.set.members(kMaxMembers)) return {std::move(*members), false};
            return {{}, true};
        case Node::Kind::in_clause: return {{}, true};
        default: return {};  // they match between characters
    }
}

bool is_anchored(const Node& node) {
    if (node.kind == Node::Kind::sequence) return !node.children.empty() && is_anchored(node.children.front());
    return node.kind == Node::Kind::text_begin;
}

std::optional<std::vector<Lead>> leads_of(const Node& node) {
    if (node.kind == Node::Kind::sequence && is_anchored(node)) return anchored_leads_of(node);
    return leads_of_unanchored(node);
}

bool is_margin(char32_t c) {
    static const CharacterSet set = margin_set(true);
    return set.contains(c);
}

}  // namespace intents
