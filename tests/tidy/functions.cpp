// functions_of() of sources.hpp: finds function bodies by their braces. Code is blanked, so no brace hides in a literal.
#include "tests/tidy/sources.hpp"

#include <algorithm>

namespace tidy {

namespace {

bool has_word(std::string_view text, std::string_view word) {
    const auto is_word = [](char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]))) return true;
    }
    return false;
}

enum class Brace { scope, function, value };

// What a brace opens that stands in a namespace or a class, by the words before it.
Brace kind_of(std::string_view head) {
    while (!head.empty() && (head.back() == ' ' || head.back() == '\n')) head.remove_suffix(1);
    const bool assigned = head.ends_with('=') || head.ends_with(',') || head.ends_with('(') || head.ends_with('{');
    if (assigned) return Brace::value;
    if (head.find('(') != std::string_view::npos) return Brace::function;
    for (const std::string_view word : {"namespace", "class", "struct", "union", "extern"})
        if (has_word(head, word)) return Brace::scope;
    return Brace::value;  // an enumeration, or an object with its braces
}

std::size_t closing_brace(std::string_view code, std::size_t open) {
    int depth = 0;
    for (auto at = open; at < code.size(); ++at) {
        if (code[at] == '{') ++depth;
        if (code[at] == '}' && --depth == 0) return at;
    }
    return code.size() - 1;
}

}  // namespace

std::vector<Function> functions_of(const Source& source) {
    std::vector<Function> functions;
    const std::string_view code = source.code;
    const auto line_of = [&](std::size_t at) { return 1 + static_cast<std::size_t>(std::count(code.begin(), code.begin() + static_cast<long>(at), '\n')); };
    std::size_t head = 0;
    for (std::size_t at = 0; at < code.size(); ++at) {
        if (code[at] == ';' || code[at] == '}') head = at + 1;
        if (code[at] == '#') head = at = std::min(code.find('\n', at), code.size() - 1);
        if (code[at] != '{') continue;
        const auto kind = kind_of(code.substr(head, at - head));
        if (kind != Brace::scope) {
            const auto open = at;
            at = closing_brace(code, open);
            const auto next = code.find_first_not_of(" \n", at + 1);
            const bool initialises = next != std::string_view::npos && (code[next] == ',' || code[next] == '{');
            if (initialises) continue;  // a{1}, b{2} { of a constructor: its head goes on
            if (kind == Brace::function) functions.push_back({line_of(open), line_of(at) - line_of(open) + 1});
        }
        head = at + 1;
    }
    return functions;
}

}  // namespace tidy
