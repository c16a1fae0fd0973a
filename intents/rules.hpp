// The rules as plain values, as config/load_intents.hpp reads them from config/intents/. Nothing here is compiled; see
// docs/intents.md for the notation of a pattern.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace intents {

// Where a rule stands: the file relative to the configuration directory, and the JSON pointer inside it.
struct Origin {
    std::string file;
    std::string path;
    bool operator==(const Origin&) const = default;
};

std::string to_string(const Origin& origin);

// A rule that cannot be compiled. `origin` names the rule, `what()` the reason.
class RuleError : public std::runtime_error {
public:
    RuleError(Origin origin, const std::string& reason) : std::runtime_error(reason), origin_(std::move(origin)) {}
    const Origin& origin() const { return origin_; }

private:
    Origin origin_;
};

// The priorities, the most pressing first. R24-R26.
inline const std::vector<std::string> kPriorities = {"紧急", "高", "中", "低"};

enum class ClassKind { fault, complaint, request, question, praise, chat };

// One sub-class of the tree a ticket is filed under. Sub-class names are unique in the whole tree.
struct Class {
    std::string category;
    std::string category_english;
    std::string subcategory;
    std::string subcategory_english;
    std::string team;                // id of the team that handles it
    std::string priority;            // unless the text says otherwise
    bool identity = false;           // handling it touches private order data
    std::vector<std::string> needs;  // slots to ask for when missing, in this order
    ClassKind kind = ClassKind::question;
    bool operator==(const Class&) const = default;
};

// A named list of alternatives (each a pattern), used inside patterns as {name}.
struct SynonymSet {
    std::string name;
    std::vector<std::string> words;
    Origin origin;
    bool operator==(const SynonymSet&) const = default;
};

// What a match must be to count: `stated` is neither negated nor merely asked about, `affirmed` is not negated.
enum class Reading { stated, affirmed, any };

struct Pattern {
    std::string match;
    int weight = 1;  // added to the intent's score, once however often it matches
    Reading reading = Reading::any;
    bool whole = false;            // the text holds nothing else but punctuation and particles
    std::optional<long> at_least;  // least value of the number captured by {n}
    std::string with;              // must be found too, anywhere in the text; empty: no condition
    std::string without;           // must not be found anywhere in the text; empty: no condition
    Origin origin;
    bool operator==(const Pattern&) const = default;
};

enum class IntentKind { topic, act, priority, risk, emotion, human };  // a topic names a class

// What one intent adds to the score of a class when it fires.
struct Vote {
    std::string subcategory;
    int weight = 0;
    bool operator==(const Vote&) const = default;
};

struct Intent {
    std::string id;  // of a topic: its sub-class
    IntentKind kind = IntentKind::topic;
    std::optional<int> threshold;      // least score to fire; none: Rules::threshold
    std::string priority;              // the priority it argues for; empty: none
    std::vector<std::string> classes;  // sub-classes its priority is for; empty: all
    std::vector<Vote> votes;
    std::vector<Pattern> patterns;
    std::vector<std::string> examples;         // texts that must fire it; for a topic: that must be classified so
    std::vector<std::string> counterexamples;  // texts that must not
    Origin origin;
    bool operator==(const Intent&) const = default;
};

enum class CueKind { negation, hypothesis };

// Words that turn what follows into something denied or merely asked about.
struct Cues {
    CueKind kind = CueKind::negation;
    std::vector<std::string> before;  // the scope is what follows in the clause, up to `reach` characters
    std::vector<std::string> except;  // look like one of `before` but are none (没多久, not only)
    std::vector<std::string> around;  // the scope is the match itself (会…吗)
    std::vector<std::string> breaks;  // end a scope before the clause does (但是, but)
    int reach = 8;
    Origin origin;
    bool operator==(const Cues&) const = default;
};

struct Rules {
    std::vector<Class> classes;
    std::vector<SynonymSet> synonyms;
    std::vector<Intent> intents;
    std::vector<Cues> cues;
    int threshold = 3;         // of an intent that names none of its own
    int margin = 2;            // by which the best class must lead the second one to be sure
    int default_priority = 3;  // what a class's own priority weighs against signals for another
    std::string fallback;      // the sub-class of a text in which no topic fires
    bool operator==(const Rules&) const = default;
};

}  // namespace intents
