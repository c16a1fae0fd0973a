// RE2 with spans instead of string pieces. Only sources include this; headers of the room stay free of RE2.
#pragma once

#include "intents/recognition.hpp"
#include "intents/rules.hpp"

#include <re2/re2.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace intents {

// Throws RuleError with RE2's reason.
std::unique_ptr<const re2::RE2> compile(const std::string& expression, const Origin& origin);

// Quiet, with a memory budget that the longest shipped patterns fit.
re2::RE2::Options expression_options();

Span span_of(re2::StringPiece piece, std::string_view text);

// The first match at or after `from`.
std::optional<Span> search(const re2::RE2& expression, std::string_view text, std::size_t from);
bool search(const re2::RE2& expression, std::string_view text, std::size_t from, re2::StringPiece* groups, int count);

// Where to go on after `match`, so that an empty one does not stop the search.
std::size_t after(Span match);

}  // namespace intents
