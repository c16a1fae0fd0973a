// Measures a recognizer on labelled texts.
#pragma once

#include "intents/recognizer.hpp"

#include <map>
#include <utility>

namespace intents {

struct LabelledText {
    std::string text;
    std::string category;
    std::string subcategory;
    std::string priority;
    bool wants_human = false;
    bool angry = false;
    std::vector<std::pair<std::string, std::string>> entities;  // kind and value; order_no stands for ticket numbers too
};

struct Score {
    int right = 0;             // expected and found
    int missed = 0;            // expected, not found
    int wrong = 0;             // found, not expected
    double precision() const;  // 1 when nothing was found
    double recall() const;     // 1 when nothing was expected
    double f1() const;
    bool operator==(const Score&) const = default;
};

struct Mistake {
    std::size_t row = 0;
    std::string expected;
    std::string found;
    bool operator==(const Mistake&) const = default;
};

struct Evaluation {
    std::size_t rows = 0;
    std::size_t sure = 0;
    int right_categories = 0;
    int right_subcategories = 0;
    int right_priorities = 0;
    int right_when_sure = 0;  // sub-classes
    std::map<std::string, Score> subcategories;
    std::map<std::string, Score> priorities;
    std::map<std::string, Score> entities;  // per kind
    Score human;
    Score anger;
    std::map<std::pair<std::string, std::string>, int> confusions;  // expected and found sub-class, where they differ
    std::vector<Mistake> mistakes;                                  // in the order of the rows: "category/subcategory/priority"

    double category_accuracy() const;
    double subcategory_accuracy() const;
    double priority_accuracy() const;
    double macro_f1() const;  // over the sub-classes that occur in the rows
    Score all_entities() const;
};

Evaluation evaluate(const Recognizer& recognizer, const std::vector<LabelledText>& rows);

// The entities as labelled data names them: a ticket number is an order_no, a phone is its last four digits, and a whole phone
// goes before a tail that stands alone.
std::vector<std::pair<std::string, std::string>> labels_of(const Recognition& recognition);

}  // namespace intents
