// The expressions of entities, compiled once. Each yields the value in its first group that took part. They are written for
// normalised text (lower case, NFKC). RE2 has no look-around, so boundaries are part of the match but outside the group.
#pragma once

#include <re2/re2.h>

#include <memory>

namespace intents {

struct EntityPatterns {
    using Expression = std::unique_ptr<const re2::RE2>;

    Expression ticket;
    Expression phone;
    Expression last_four;    // with a word for it: 尾号, 后四位, ending in
    Expression bare_four;    // the whole text is four digits
    Expression coded_order;  // letters and digits that look like one by themselves
    Expression named_order;  // after 订单号, order, tracking number ...
    Expression long_number;  // a bare number too long for anything else
    Expression amount;
    Expression chinese_amount;  // 一百块钱
    Expression date_bought;     // 去年双十一买的
    Expression bought_since;    // 买了不到仨月
    Expression bought_on;       // bought it last week, 购买日期:2024-05-01
    Expression named_model;     // after 型号, model
    Expression model;
    Expression no_model;  // looks like a model and is none: error codes, standards, versions
};

const EntityPatterns& entity_patterns();

}  // namespace intents
