#include "intents/pattern.hpp"

#include "intents/normalise.hpp"
#include "intents/numbers.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace intents {

namespace {

struct Gap {
    int reach = 0;
    bool either_order = false;
    std::size_t bytes = 0;  // of the operator, blanks included
};

// The number at the start of `text`, and how long it is; none written: the default.
std::pair<int, std::size_t> reach_at(std::string_view text) {
    int reach = Notation::kDefaultGap;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), reach);
    return error == std::errc() ? std::pair(reach, static_cast<std::size_t>(end - text.data()))
                                : std::pair(reach, std::size_t{0});
}

// The gap operator at the start of `text`: ~, ~8 or <~8>, with or without a blank on either side.
std::optional<Gap> gap_at(std::string_view text) {
    Gap gap;
    std::size_t at = text.starts_with(' ') ? 1 : 0;
    gap.either_order = text.substr(at).starts_with("<~");
    at += gap.either_order ? 1 : 0;
    if (!text.substr(at).starts_with('~')) return std::nullopt;
    const auto [reach, digits] = reach_at(text.substr(++at));
    gap.reach = reach;
    at += digits;
    if (gap.either_order && !text.substr(at).starts_with('>')) return std::nullopt;
    at += gap.either_order ? 1 : 0;
    gap.bytes = at + (text.substr(at).starts_with(' ') ? 1 : 0);
    return gap;
}

std::string gap_expression(int reach) { return std::string(Notation::kInClause) + "{0," + std::to_string(reach) + "}?"; }

std::string group(const std::string& expression) { return "(?:" + expression + ")"; }

// Moves past one unit that must stay whole: an escape, a character class, a quoted brace.
std::size_t unit_bytes(std::string_view text) {
    if (text[0] == '\\' && text.size() > 1) return 2;
    if (text[0] != '[') return 1;
    const auto close = text.find(']', text.size() > 1 && text[1] == ']' ? 2 : 1);
    return close == std::string_view::npos ? text.size() : close + 1;
}

// Walks `pattern`; `visit` gets the place and the depth of parentheses, and says how far to move on.
template <typename Visit>
void for_each_unit(std::string_view pattern, Visit visit) {
    int depth = 0;
    for (std::size_t at = 0; at < pattern.size();) {
        const char c = pattern[at];
        if (c == ')') --depth;
        at += visit(at, depth);
        if (c == '(') ++depth;
    }
}

bool is_set(std::string_view text) {
    return text.size() > 2 && text[0] == '{' && !(text[1] >= '0' && text[1] <= '9') && text[1] != ',';
}

// What is left of a pattern when its escapes are gone; text that is not normalised would never match.
std::string without_escapes(std::string_view pattern) {
    std::string out;
    for (std::size_t at = 0; at < pattern.size();) {
        const auto bytes = pattern[at] == '\\' ? std::size_t{pattern.substr(at, 3).starts_with("\\p") ? 3u : 2u} : std::size_t{1};
        if (bytes == 1) out += pattern[at];
        at += bytes;
    }
    return out;
}

void require_normalised(std::string_view pattern, const Origin& origin) {
    const auto plain = without_escapes(pattern);
    const auto normalised = normalise(plain).text;
    if (plain != normalised)
        throw RuleError(origin, "never matches as written: texts are normalised, write \"" + normalised + "\"");
}

}  // namespace

std::string to_string(const Origin& origin) { return origin.file + "#" + origin.path; }

Notation::Notation(const std::vector<SynonymSet>& sets) {
    for (const auto& set : sets)
        if (!sets_.emplace(set.name, &set).second)
            throw RuleError(set.origin, "the synonym set \"" + set.name + "\" is there already");
    for (const auto& entry : sets) expanded_[entry.name] = set(entry.name, entry.origin);
}

std::string Notation::set(const std::string& name, const Origin& origin) const {
    if (name == "n") return "(?P<n>" + std::string(kNumberPattern) + ")";
    if (name == "#") return group(std::string(kNumberPattern));
    if (const auto known = expanded_.find(name); known != expanded_.end()) return known->second;
    const auto found = sets_.find(name);
    if (found == sets_.end()) throw RuleError(origin, "unknown synonym set {" + name + "}");
    if (std::find(open_.begin(), open_.end(), name) != open_.end())
        throw RuleError(origin, "the synonym set {" + name + "} contains itself");
    open_.push_back(name);
    std::string words;
    for (const auto& word : found->second->words) {
        require_normalised(word, found->second->origin);
        words += (words.empty() ? "" : "|") + alternatives(word, found->second->origin);
    }
    open_.pop_back();
    return group(words);
}

std::string Notation::operand(std::string_view part, const Origin& origin) const {
    std::string out;
    for (std::size_t at = 0; at < part.size();) {
        const auto rest = part.substr(at);
        if (is_set(rest)) {
            const auto close = rest.find('}');
            if (close == std::string_view::npos) throw RuleError(origin, "a { without its }");
            out += set(std::string(rest.substr(1, close - 1)), origin);
            at += close + 1;
        } else if (const auto gap = gap_at(rest)) {  // inside parentheses
            if (gap->either_order) throw RuleError(origin, "<~> stands only outside parentheses");
            out += gap_expression(gap->reach);
            at += gap->bytes;
        } else {
            const auto bytes = unit_bytes(rest);
            out += rest.substr(0, bytes);
            at += bytes;
        }
    }
    return out;
}

std::string Notation::sequence(std::string_view pattern, const Origin& origin) const {
    std::string out;
    std::optional<Gap> pending;
    std::size_t begin = 0;
    const auto close_operand = [&](std::size_t end) {
        const auto part = operand(pattern.substr(begin, end - begin), origin);
        if (!pending) {
            out = part;
            return;
        }
        const auto gap = gap_expression(pending->reach);
        const auto swapped = pending->either_order ? "|" + group(part) + gap + group(out) : "";
        out = group(out) + gap + group(part) + swapped;
    };
    for_each_unit(pattern, [&](std::size_t at, int depth) {
        const auto gap = depth == 0 ? gap_at(pattern.substr(at)) : std::nullopt;
        if (!gap) return unit_bytes(pattern.substr(at));
        if (gap->reach > kMaxGap) throw RuleError(origin, "a gap reaches at most " + std::to_string(kMaxGap) + " characters");
        close_operand(at);
        pending = gap;
        begin = at + gap->bytes;
        return gap->bytes;
    });
    close_operand(pattern.size());
    return out;
}

std::string Notation::alternatives(std::string_view pattern, const Origin& origin) const {
    std::string out;
    std::size_t begin = 0;
    for_each_unit(pattern, [&](std::size_t at, int depth) {
        if (depth == 0 && pattern[at] == '|') {
            out += sequence(pattern.substr(begin, at - begin), origin) + "|";
            begin = at + 1;
        }
        return unit_bytes(pattern.substr(at));
    });
    return out + sequence(pattern.substr(begin), origin);
}

std::string Notation::expression(std::string_view pattern, const Origin& origin) const {
    require_normalised(pattern, origin);
    return alternatives(pattern, origin);
}

std::string Notation::whole_expression(std::string_view pattern, const Origin& origin) const {
    return "^[\\s\\pP\\pS]*" + group(expression(pattern, origin)) + "[\\s\\pP\\pS]*$";
}

}  // namespace intents
