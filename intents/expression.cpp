#include "intents/expression.hpp"

#include <algorithm>

namespace intents {

namespace {
constexpr std::int64_t kExpressionBytes = 16 << 20;
}

re2::RE2::Options expression_options() {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kExpressionBytes);
    return options;
}

std::unique_ptr<const re2::RE2> compile(const std::string& expression, const Origin& origin) {
    auto compiled = std::make_unique<const re2::RE2>(expression, expression_options());
    if (!compiled->ok()) throw RuleError(origin, "not a regular expression: " + compiled->error());
    return compiled;
}

Span span_of(re2::StringPiece piece, std::string_view text) {
    const auto begin = static_cast<std::size_t>(piece.data() - text.data());
    return {begin, begin + piece.size()};
}

bool search(const re2::RE2& expression, std::string_view text, std::size_t from, re2::StringPiece* groups, int count) {
    if (from > text.size()) return false;
    const re2::StringPiece piece(text.data(), text.size());
    return expression.Match(piece, from, text.size(), re2::RE2::UNANCHORED, groups, count);
}

std::optional<Span> search(const re2::RE2& expression, std::string_view text, std::size_t from) {
    re2::StringPiece group;
    if (!search(expression, text, from, &group, 1)) return std::nullopt;
    return span_of(group, text);
}

std::size_t after(Span match) { return std::max(match.end, match.begin + 1); }

}  // namespace intents
