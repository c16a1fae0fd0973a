#include "intents/evaluate.hpp"

#include "tests/intents/shipped.hpp"

#include <gtest/gtest.h>

namespace intents {
namespace {

LabelledText row(std::string text, std::string category, std::string subcategory, std::string priority) {
    LabelledText out;
    out.text = std::move(text);
    out.category = std::move(category);
    out.subcategory = std::move(subcategory);
    out.priority = std::move(priority);
    return out;
}

TEST(Evaluate, R60_CountsWhatIsRightAndWhatIsNot) {
    auto right = row("我要退货，订单 AB-10023456", "服务流程类", "退换货申请", "中");
    right.entities = {{"order_no", "AB-10023456"}};
    auto wrong = row("转人工", "产品质量类", "功能故障", "高");
    const auto evaluation = evaluate(support::shipped(), {right, wrong});
    EXPECT_EQ(evaluation.rows, 2u);
    EXPECT_DOUBLE_EQ(evaluation.category_accuracy(), 0.5);
    EXPECT_DOUBLE_EQ(evaluation.subcategory_accuracy(), 0.5);
    EXPECT_DOUBLE_EQ(evaluation.priority_accuracy(), 0.5);
    EXPECT_DOUBLE_EQ(evaluation.macro_f1(), 0.5);
    EXPECT_EQ(evaluation.confusions.at({"功能故障", "寒暄/无关"}), 1);
    EXPECT_EQ(evaluation.human, (Score{0, 0, 1}));
    EXPECT_EQ(evaluation.all_entities(), (Score{1, 0, 0}));
    ASSERT_EQ(evaluation.mistakes.size(), 1u);
    EXPECT_EQ(evaluation.mistakes[0], (Mistake{1, "产品质量类/功能故障/高", "非业务/寒暄/无关/低"}));
}

TEST(Evaluate, R60_ScoresOfNothingArePerfectAndAccuracyOfNothingIsZero) {
    EXPECT_DOUBLE_EQ(Score{}.f1(), 1);
    EXPECT_DOUBLE_EQ(Score({3, 1, 1}).precision(), 0.75);
    EXPECT_DOUBLE_EQ(evaluate(support::shipped(), {}).category_accuracy(), 0);
}

TEST(Evaluate, R60_LabelsNameATicketAnOrderAndAPhoneByItsTail) {
    using Labels = std::vector<std::pair<std::string, std::string>>;
    EXPECT_EQ(labels_of(support::shipped().recognize("WX20240512001，电话13912345678")),
              (Labels{{"order_no", "WX20240512001"}, {"phone_last4", "5678"}}));
    EXPECT_EQ(labels_of(support::shipped().recognize("尾号2218打不通，请打13366660419")), (Labels{{"phone_last4", "0419"}}));
}

}  // namespace
}  // namespace intents
