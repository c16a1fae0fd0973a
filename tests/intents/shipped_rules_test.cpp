#include "intents/examples.hpp"
#include "tests/intents/shipped.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace intents {
namespace {

using support::shipped;

TEST(ShippedRules, R18_EveryExampleBesideEveryIntentHolds) {
    for (const auto& failure : check_examples(shipped())) ADD_FAILURE() << to_string(failure);
}

TEST(ShippedRules, R18_EveryIntentHasExamplesAndCounterexamples) {
    for (const auto& intent : shipped().rules().intents) {
        EXPECT_FALSE(intent.examples.empty()) << to_string(intent.origin);
        EXPECT_FALSE(intent.counterexamples.empty()) << to_string(intent.origin);
    }
}

TEST(ShippedRules, R18_EveryClassHasATopicATeamAndAnEnglishName) {
    for (const auto& entry : shipped().rules().classes) {
        const auto& intents = shipped().rules().intents;
        EXPECT_TRUE(std::any_of(intents.begin(), intents.end(), [&](const Intent& intent) {
            return intent.id == entry.subcategory;
        })) << entry.subcategory;
        EXPECT_FALSE(entry.team.empty());
        EXPECT_FALSE(entry.subcategory_english.empty());
    }
}

TEST(ShippedRules, R18_ClassesAndSubclasses) {
    const auto classified = [](std::string_view text) {
        const auto recognition = shipped().recognize(text);
        return recognition.category + "/" + recognition.subcategory;
    };
    EXPECT_EQ(classified("烤箱不加热了"), "产品质量类/功能故障");
    EXPECT_EQ(classified("桌面有一道划痕"), "产品质量类/外观瑕疵");
    EXPECT_EQ(classified("送修一个月了还没修好"), "服务流程类/维修超时");
    EXPECT_EQ(classified("how do I pair the headphones"), "使用咨询类/产品功能操作疑问");
    EXPECT_EQ(classified("扣了两次钱"), "其他类/订单与账单");
    EXPECT_EQ(classified(""), "非业务/寒暄/无关");
}

TEST(ShippedRules, R21_UnknownTextIsNotSure) {
    EXPECT_FALSE(shipped().recognize("凭栏听雨").sure);
    EXPECT_TRUE(shipped().recognize("我要退货").sure);
}

TEST(ShippedRules, R20_SeveralIssuesInOneMessageAreAllListed) {
    const auto recognition = shipped().recognize("冰箱不制冷，客服态度还特别差，我要退货");
    EXPECT_TRUE(recognition.has("功能故障"));
    EXPECT_TRUE(recognition.has("客服态度投诉"));
    EXPECT_TRUE(recognition.has("退换货申请"));
}

TEST(ShippedRules, R24_PresentHazardsAreUrgent) {
    for (const auto* text : {"插座冒火花了", "电热毯漏电把我电了", "充电宝鼓包", "燃气灶漏气", "the charger is smoking",
                             "my kettle gave me a shock"}) {
        const auto recognition = shipped().recognize(text);
        EXPECT_EQ(recognition.priority, "紧急") << text;
        EXPECT_TRUE(recognition.has("safety")) << text;
    }
}

TEST(ShippedRules, R20_NegatedHazardIsNotUrgent) {
    for (const auto* text :
         {"没有漏电，就是有点吵", "没冒烟也没有异味，就是不热", "no smoke, it just stopped", "It's not leaking gas, only noisy"})
        EXPECT_NE(shipped().recognize(text).priority, "紧急") << text;
}

TEST(ShippedRules, R20_AHazardMerelyAskedAboutIsNotUrgent) {
    for (const auto* text : {"会不会爆炸", "要是漏电怎么办", "could it explode?",
                             "will the battery catch fire if I leave it plugged in", "怎么防止触电"})
        EXPECT_NE(shipped().recognize(text).priority, "紧急") << text;
}

TEST(ShippedRules, R24_VipPaymentAndDataLossAreUrgent) {
    EXPECT_EQ(shipped().recognize("我是你们钻石会员，客服居然骂我").priority, "紧急");
    EXPECT_EQ(shipped().recognize("支付一直失败").priority, "紧急");
    EXPECT_EQ(shipped().recognize("升级之后照片全没了").priority, "紧急");
}

TEST(ShippedRules, R23_BatchFaultsAreCounted) {
    EXPECT_TRUE(shipped().recognize("买了8台，3台开不了机").has("batch"));
    EXPECT_TRUE(shipped().recognize("路由器坏了仨").has("batch"));
    EXPECT_TRUE(shipped().recognize("这是第三台坏的了").has("batch"));
    EXPECT_FALSE(shipped().recognize("两台里坏了一台").has("batch"));
    EXPECT_FALSE(shipped().recognize("第三次坏了").has("batch"));
    EXPECT_FALSE(shipped().recognize("用了三个月就坏了").has("batch"));
}

TEST(ShippedRules, R23_PublicAndLegalThreatsAreRisks) {
    EXPECT_TRUE(shipped().recognize("再不处理我就找媒体曝光").has("exposure"));
    EXPECT_TRUE(shipped().recognize("等着收律师函吧").has("legal"));
}

TEST(ShippedRules, R26_PriorityFollowsWhatIsBroken) {
    EXPECT_EQ(shipped().recognize("空调完全不制冷").priority, "高");
    EXPECT_EQ(shipped().recognize("耳机偶尔有点杂音，其他都正常").priority, "中");
    EXPECT_EQ(shipped().recognize("外壳有点划痕，不影响使用").priority, "低");
}

TEST(ShippedRules, R16_AngerAndDistressAreNoticed) {
    EXPECT_EQ(shipped().recognize("什么垃圾公司，骗子！").emotion, Emotion::angry);
    EXPECT_EQ(shipped().recognize("吓死我了，怎么办啊").emotion, Emotion::distressed);
    EXPECT_EQ(shipped().recognize("发票怎么开").emotion, Emotion::neutral);
    EXPECT_EQ(shipped().recognize("空气炸锅怎么预热").emotion, Emotion::neutral);
}

TEST(ShippedRules, R39_AskingForAHumanIsHeard) {
    EXPECT_TRUE(shipped().recognize("转人工").wants_human);
    EXPECT_TRUE(shipped().recognize("叫你们经理给我回电话").wants_human);
    EXPECT_FALSE(shipped().recognize("人工智能音箱没反应").wants_human);
}

TEST(ShippedRules, R14_AnAnswerIsAYesOnlyAsAWhole) {
    EXPECT_TRUE(shipped().recognize("对的，没错").has("yes"));
    EXPECT_FALSE(shipped().recognize("对面邻居签收了").has("yes"));
    EXPECT_TRUE(shipped().recognize("不对，是尾号7802").has("no"));
    EXPECT_FALSE(shipped().recognize("取消订单").has("cancel"));
}

TEST(ShippedRules, R20_TheSameFromManyThreads) {
    const auto expected = shipped().recognize("洗衣机漏水，订单 AB-10023456");
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int j = 0; j < 50; ++j) EXPECT_EQ(shipped().recognize("洗衣机漏水，订单 AB-10023456"), expected);
        });
    for (auto& thread : threads) thread.join();
}

TEST(ShippedRules, R20_AnyBytesAreSurvived) {
    std::string bytes;
    for (int i = 0; i < 3000; ++i) bytes += static_cast<char>((i * 131 + i / 7) & 0xFF);
    for (std::size_t length = 0; length < bytes.size(); length += 97)
        shipped().recognize(std::string_view(bytes).substr(length, 200));
    EXPECT_FALSE(shipped().recognize(std::string(100'000, 'x')).category.empty());
}

}  // namespace
}  // namespace intents
