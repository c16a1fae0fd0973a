// The notation of patterns, translated to RE2: {synonyms}, {n} and {#} for numbers, A ~8 B (B at most 8 characters after A in
// the same clause), A <~8> B (either order). docs/intents.md is its reference.
#pragma once

#include "intents/rules.hpp"

#include <map>
#include <string>
#include <string_view>

namespace intents {

class Notation {
public:
    // Resolves sets that use other sets. Throws RuleError for an unknown set, a circle, or a name that stands twice.
    explicit Notation(const std::vector<SynonymSet>& sets);

    // The regular expression for `pattern`. Throws RuleError that names `origin`.
    std::string expression(std::string_view pattern, const Origin& origin) const;
    // The same for a whole text: anchored, with blanks, punctuation and symbols round it.
    std::string whole_expression(std::string_view pattern, const Origin& origin) const;

    // One character that does not end a clause.
    static constexpr std::string_view kInClause = "(?:[^,。!?;\\n.]|\\.[^ \\n])";
    static constexpr int kDefaultGap = 12;
    static constexpr int kMaxGap = 60;

private:
    std::string alternatives(std::string_view pattern, const Origin& origin) const;
    std::string sequence(std::string_view pattern, const Origin& origin) const;
    std::string operand(std::string_view part, const Origin& origin) const;
    std::string set(const std::string& name, const Origin& origin) const;

    std::map<std::string, const SynonymSet*> sets_;
    mutable std::map<std::string, std::string> expanded_;  // only written while the constructor runs
    mutable std::vector<std::string> open_;
};

}  // namespace intents
