#include "intents/syntax.hpp"

#include "intents/pattern.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <utility>

namespace intents {

namespace {

constexpr int kMaxDepth = 100;
constexpr int kMaxRepeat = 1000;  // RE2's too

// Thrown and caught in this file only.
struct NotHere {};

Node leaf(Node::Kind kind) {
    Node node;
    node.kind = kind;
    return node;
}

Node one_of(const CharacterSet& set) {
    auto node = leaf(Node::Kind::set);
    node.set = set;
    return node;
}

// A list of one is that one.
Node unwrapped(Node list) {
    if (list.children.size() != 1) return list;
    Node only = std::move(list.children.front());
    return only;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Adds what \d, \s or \w stand for; false when `name` is none of them.
bool add_shorthand(char name, CharacterSet& set) {
    if (name == 'd' || name == 'w') set.add('0', '9');
    if (name == 'w') {
        set.add('A', 'Z');
        set.add('_', '_');
        set.add('a', 'z');
    }
    if (name == 's')
        for (const char c : {'\t', '\n', '\f', '\r', ' '}) set.add(static_cast<char32_t>(c), static_cast<char32_t>(c));
    return name == 'd' || name == 'w' || name == 's';
}

class Parser {
public:
    explicit Parser(std::string_view text) : rest_(text) {}

    Syntax parse() {
        syntax_.root = alternatives();
        if (!rest_.empty()) throw NotHere();  // a parenthesis that was never opened
        return std::move(syntax_);
    }

private:
    bool take(std::string_view token) {
        if (!rest_.starts_with(token)) return false;
        rest_.remove_prefix(token.size());
        return true;
    }

    char32_t take_character() {
        utf8proc_int32_t code = -1;
        const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest_.data()), static_cast<utf8proc_ssize_t>(rest_.size()), &code);
        if (rest_.empty() || bytes <= 0) throw NotHere();
        rest_.remove_prefix(static_cast<std::size_t>(bytes));
        return static_cast<char32_t>(code);
    }

    Node alternatives() {
        if (++depth_ > kMaxDepth) throw NotHere();
        auto node = leaf(Node::Kind::alternatives);
        do node.children.push_back(sequence());
        while (take("|"));
        --depth_;
        return unwrapped(std::move(node));
    }

    Node sequence() {
        Node node;
        while (!rest_.empty() && rest_[0] != '|' && rest_[0] != ')') node.children.push_back(repeated());
        return unwrapped(std::move(node));
    }

    Node repeated() {
        Node inner = atom();
        auto node = leaf(Node::Kind::repeat);
        if (!take_count(node)) return inner;
        node.lazy = take("?");
        if (node.max == Node::kNoMax && inner.may_be_empty()) throw NotHere();
        if (Node more; take_count(more)) throw NotHere();
        node.children.push_back(std::move(inner));
        return node;
    }

    // Reads * + ? or {2,3} into `node`.
    bool take_count(Node& node) {
        if (take("*")) return true;
        if (take("+")) {
            node.min = 1;
            return true;
        }
        if (take("?")) {
            node.max = 1;
            return true;
        }
        return take_braces(node);
    }

    bool take_braces(Node& node) {
        const auto close = rest_.find('}');
        if (rest_.empty() || rest_[0] != '{' || close == std::string_view::npos) return false;
        const auto inside = rest_.substr(1, close - 1);
        const auto comma = inside.find(',');
        const auto least = inside.substr(0, comma);
        const auto most = comma == std::string_view::npos ? least : inside.substr(comma + 1);
        const auto digits = [](std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); };
        if (least.empty() || !digits(least) || !digits(most)) return false;  // an ordinary brace
        node.min = number(least);
        node.max = most.empty() ? Node::kNoMax : number(most);
        if (node.max != Node::kNoMax && node.max < node.min) throw NotHere();
        rest_.remove_prefix(close + 1);
        return true;
    }

    static int number(std::string_view digits) {
        int value = 0;
        for (const char c : digits) {
            value = value * 10 + (c - '0');
            if (value > kMaxRepeat) throw NotHere();
        }
        return value;
    }

    Node atom() {
        if (take(Notation::kInClause)) return leaf(Node::Kind::in_clause);
        if (take("(?:")) return closed(alternatives());
        if (take("(?P<")) return named_group();
        if (rest_.starts_with("(?")) throw NotHere();
        if (take("(")) return captured();
        if (take("[")) return one_of(bracketed());
        if (take("\\")) return escaped();
        if (take("^")) return leaf(Node::Kind::text_begin);
        if (take("$")) return leaf(Node::Kind::text_end);
        if (take(".")) {
            CharacterSet line_end;
            line_end.add('\n', '\n');
            line_end.negate();
            return one_of(line_end);
        }
        if (rest_[0] == '*' || rest_[0] == '+' || rest_[0] == '?') throw NotHere();
        if (Node count; take_braces(count)) throw NotHere();
        auto node = leaf(Node::Kind::character);
        node.character = take_character();
        return node;
    }

    Node closed(Node node) {
        if (!take(")")) throw NotHere();
        return node;
    }

    Node captured() {
        auto node = leaf(Node::Kind::group);
        node.group = ++syntax_.groups;
        node.children.push_back(closed(alternatives()));
        return node;
    }

    Node named_group() {
        if (!take("n>") || syntax_.number_group != 0) throw NotHere();
        syntax_.number_group = syntax_.groups + 1;
        return captured();
    }

    Node escaped() {
        if (take("b")) return leaf(Node::Kind::word_boundary);
            CharacterSet set;
        if (add_class(set)) return one_of(set);
        if (!rest_.empty() && add_shorthand(static_cast<char>(rest_[0] - 'A' + 'a'), set)) {  // \D, \W, \S
            rest_.remove_prefix(1);
            set.negate();
            return one_of(set);
        }
        auto node = leaf(Node::Kind::character);
        node.character = escaped_character();
        return node;
    }

    // After a backslash: \d, \w, \s, \pP or \pS.
    bool add_class(CharacterSet& set) {
        if (take("pP")) {
            set.add_category(CharacterSet::Category::punctuation);
            return true;
        }
        if (take("pS")) {
            set.add_category(CharacterSet::Category::symbol);
            return true;
        }
        if (rest_.empty() || !add_shorthand(rest_[0], set)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    // After a backslash: a line end, a tabulator, or a sign that stands for itself.
    char32_t escaped_character() {
        if (take("n")) return '\n';
        if (take("t")) return '\t';
        const auto c = take_character();
        if (c >= 0x80 || is_word_character(c)) throw NotHere();
        return c;
    }

    CharacterSet bracketed() {
        CharacterSet set;
        const bool others = take("^");
        for (bool first = true; first || !take("]"); first = false) {
            if (rest_.starts_with("[:")) throw NotHere();
            const bool escape = take("\\");
            if (escape && add_class(set)) continue;
            const auto low = escape ? escaped_character() : take_character();
            const bool range = rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']';
            if (range) rest_.remove_prefix(1);
            const auto high = !range ? low : take("\\") ? escaped_character() : take_character();
            if (high < low) throw NotHere();
            set.add(low, high);
        }
        if (others) set.negate();
        return set;
    }

    std::string_view rest_;
    Syntax syntax_;
    int depth_ = 0;
};

}  // namespace

bool Node::may_be_empty() const {
    const auto empty = [](const Node& node) { return node.may_be_empty(); };
    switch (kind) {
        case Kind::sequence: return std::all_of(children.begin(), children.end(), empty);
        case Kind::alternatives: return std::any_of(children.begin(), children.end(), empty);
        case Kind::repeat: return min == 0 || children.front().may_be_empty();
        case Kind::group: return children.front().may_be_empty();
        case Kind::character:
        case Kind::set:
        case Kind::in_clause: return false;
        default: return true;
    }
}

std::optional<Syntax> parse_expression(std::string_view expression) {
    try {
        return Parser(expression).parse();
    } catch (const NotHere&) {
        return std::nullopt;
    }
}

}  // namespace intents
