// The expressions of entities, compiled once. Each yields the value in its first group that took part. They are written for
// normalised text (lower case, NFKC). The notation has no look-around, so boundaries are part of the match but outside the group.
#pragma once

#include "intents/expression.hpp"

#include <memory>
#include <vector>

namespace intents {

struct EntityPatterns {
    std::unique_ptr<const Expression> ticket;
    std::unique_ptr<const Expression> phone;
    std::unique_ptr<const Expression> last_four;    // with a word for it: 尾号, 后四位, ending in
    std::unique_ptr<const Expression> bare_four;    // the whole text is four digits
    std::unique_ptr<const Expression> coded_order;  // letters and digits that look like one by themselves
    std::unique_ptr<const Expression> named_order;  // after 订单号, order, tracking number ...
    std::unique_ptr<const Expression> long_number;  // a bare number too long for anything else
    std::unique_ptr<const Expression> amount;
    std::unique_ptr<const Expression> chinese_amount;  // 一百块钱
    std::unique_ptr<const Expression> date_bought;     // 去年双十一买的
    std::unique_ptr<const Expression> bought_since;    // 买了不到仨月
    std::unique_ptr<const Expression> bought_on;       // bought it last week, 购买日期:2024-05-01
    std::unique_ptr<const Expression> named_model;     // after 型号, model
    std::unique_ptr<const Expression> model;
    std::unique_ptr<const Expression> no_model;  // looks like a model and is none: error codes, standards, versions

    // Those that are searched for in texts: all but the last.
    std::vector<const Expression*> all() const;
};

const EntityPatterns& entity_patterns();

}  // namespace intents
