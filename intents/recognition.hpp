// What the rules found in one customer text. Plain values, comparable, no I/O.
// All offsets are byte offsets into the original UTF-8 text, as the customer sent it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace intents {

struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool operator==(const Span&) const = default;
};

// One pattern that matched: which rule, where, and what it added to (or took from) its intent's score.
struct Evidence {
    std::string rule;
    Span span;
    int weight = 0;
    bool operator==(const Evidence&) const = default;
};

// An intent with the sum of its evidence. Only intents at or over their threshold are listed, best first.
struct Hit {
    std::string intent;
    int score = 0;
    std::vector<Evidence> evidence;
    bool operator==(const Hit&) const = default;
};

// A sub-class that could be meant; `score` is the sum of its evidence.
struct Candidate {
    std::string category;
    std::string subcategory;
    int score = 0;
    bool operator==(const Candidate&) const = default;
};

// A value found in the text. Kinds: order_no, ticket_no, phone, phone_last4, product_model, purchase_date, amount.
// `value` is normalised (NFKC, no inner blanks in numbers, Chinese numerals as digits); a purchase date stays as written.
struct Entity {
    std::string kind;
    std::string value;
    Span span;
    bool operator==(const Entity&) const = default;
};

enum class Emotion { neutral, angry, distressed };

struct Recognition {
    std::string category;  // name as in config/classes.json, for instance 产品质量类; never empty (out of scope is 非业务)
    std::string subcategory;  // for instance 功能故障
    std::string priority;     // 紧急, 高, 中 or 低
    bool sure = false;        // the best candidate passed its threshold and its margin over the second
    bool wants_human = false;
    Emotion emotion = Emotion::neutral;
    std::vector<Candidate> candidates;  // best first, at most kMaxCandidates
    std::vector<Entity> entities;       // in the order of the text
    std::vector<Hit> intents;           // classes, dialog acts, priority signals, risks, emotion: everything that fired
    bool operator==(const Recognition&) const = default;

    // True when `intent` is among the hits.
    bool has(const std::string& intent) const;
    // The first entity of that kind, or nullptr.
    const Entity* entity(const std::string& kind) const;
};

inline constexpr std::size_t kMaxCandidates = 5;

}  // namespace intents
