#include "intents/recognizer.hpp"

#include <gmock/gmock.h>

namespace intents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Pattern pattern(std::string match, int weight = 5) {
    Pattern out;
    out.match = std::move(match);
    out.weight = weight;
    out.origin = {"intents/zh/test.json", "/x/patterns/" + out.match};
    return out;
}

Intent intent(std::string id, IntentKind kind, std::vector<Pattern> patterns) {
    Intent out;
    out.id = std::move(id);
    out.kind = kind;
    out.patterns = std::move(patterns);
    out.origin = {"intents/zh/test.json", "/" + out.id};
    return out;
}

// Two classes, fault (高) and chat (低, the fallback), and the cues 没有 and 会不会.
Rules small_rules() {
    Rules rules;
    Class fault;
    fault.category = "quality";
    fault.subcategory = "fault";
    fault.priority = "高";
    Class chat;
    chat.category = "none";
    chat.subcategory = "chat";
    chat.priority = "低";
    rules.classes = {fault, chat};
    rules.fallback = "chat";
    rules.synonyms = {{"broken", {"坏", "裂", "不 ~2 转"}, {"intents/zh/synonyms.json", "/broken"}},
                      {"fan", {"风扇", "电扇"}, {"intents/zh/synonyms.json", "/fan"}}};
    Cues negation;
    negation.before = {"没有?"};
    negation.except = {"没多久"};
    negation.breaks = {"但是?"};
    Cues hypothesis;
    hypothesis.kind = CueKind::hypothesis;
    hypothesis.before = {"会不会"};
    hypothesis.around = {"会 ~8 吗"};
    rules.cues = {negation, hypothesis};
    return rules;
}

Recognition recognize(std::vector<Intent> intents, std::string_view text) {
    auto rules = small_rules();
    rules.intents = std::move(intents);
    return Recognizer(std::move(rules)).recognize(text);
}

bool fires(Pattern source, std::string_view text) {
    return recognize({intent("x", IntentKind::act, {std::move(source)})}, text).has("x");
}

std::string error_of(Rules rules) {
    try {
        const Recognizer recognizer(std::move(rules));
    } catch (const RuleError& error) {
        return to_string(error.origin()) + ": " + error.what();
    }
    return "no error";
}

TEST(Recognizer, R20_SynonymSetsWorkInsidePatterns) {
    EXPECT_TRUE(fires(pattern("{fan}{broken}"), "电扇裂"));
    EXPECT_TRUE(fires(pattern("{fan}{broken}"), "风扇不怎么转"));
    EXPECT_FALSE(fires(pattern("{fan}{broken}"), "风扇在转"));
}

TEST(Recognizer, R20_ProximityStaysInsideTheClause) {
    EXPECT_TRUE(fires(pattern("{fan} ~4 坏"), "风扇好像坏了"));
    EXPECT_FALSE(fires(pattern("{fan} ~4 坏"), "风扇，坏了"));
    EXPECT_FALSE(fires(pattern("{fan} ~4 坏"), "风扇用了一个月坏了"));
    EXPECT_FALSE(fires(pattern("{fan} ~4 坏"), "坏了的风扇"));
    EXPECT_TRUE(fires(pattern("{fan} <~4> 坏"), "坏了的风扇"));
}

TEST(Recognizer, R20_ANegatedOrAskedMatchDoesNotCountUnlessAllowed) {
    auto leak = pattern("漏电");
    leak.reading = Reading::stated;
    EXPECT_TRUE(fires(leak, "漏电了"));
    EXPECT_FALSE(fires(leak, "没有漏电"));
    EXPECT_FALSE(fires(leak, "会不会漏电"));
    EXPECT_FALSE(fires(leak, "这个会漏电吗"));
    EXPECT_TRUE(fires(leak, "没多久漏电了"));
    EXPECT_TRUE(fires(leak, "没有坏但是漏电"));
    EXPECT_TRUE(fires(leak, "没有异味，漏电了"));
    leak.reading = Reading::affirmed;
    EXPECT_TRUE(fires(leak, "会不会漏电"));
    EXPECT_FALSE(fires(leak, "没漏电"));
    leak.reading = Reading::any;
    EXPECT_TRUE(fires(leak, "没有漏电"));
}

TEST(Recognizer, R20_ALaterMatchCountsWhenTheFirstIsNegated) {
    auto leak = pattern("漏电");
    leak.reading = Reading::stated;
    EXPECT_TRUE(fires(leak, "上次没有漏电，这次漏电了"));
}

TEST(Recognizer, R25_CountsInDigitsAndChineseNumerals) {
    auto many = pattern("{n}台");
    many.at_least = 3;
    for (const auto* text : {"3台", "三台", "十二台", "好几台", "两台，不，四台"}) EXPECT_TRUE(fires(many, text)) << text;
    for (const auto* text : {"2台", "两台", "一台", "台", "99999999999999999999台"}) EXPECT_FALSE(fires(many, text)) << text;
}

TEST(Recognizer, R14_AWholePatternBearsOnlyPunctuationAround) {
    auto yes = pattern("是");
    yes.whole = true;
    EXPECT_TRUE(fires(yes, " 是！👍"));
    EXPECT_FALSE(fires(yes, "是风扇"));
}

TEST(Recognizer, R20_ConditionsLookAtTheWholeText) {
    auto alarm = pattern("报警");
    alarm.without = "报警器";
    EXPECT_FALSE(fires(alarm, "报警，报警器坏了"));
    alarm.without.clear();
    alarm.with = "警察";
    EXPECT_FALSE(fires(alarm, "报警"));
    EXPECT_TRUE(fires(alarm, "我报警，叫警察"));
}

TEST(Recognizer, R20_WeightsAddUpAndNegativeOnesTakeAway) {
    const auto two = recognize({intent("fault", IntentKind::topic, {pattern("坏", 2), pattern("风扇", 2)})}, "风扇坏了");
    EXPECT_EQ(two.subcategory, "fault");
    EXPECT_THAT(two.candidates, ElementsAre(Candidate{"quality", "fault", 4}));
    const auto less = recognize({intent("fault", IntentKind::topic, {pattern("坏", 2), pattern("坏人", -2)})}, "坏人");
    EXPECT_EQ(less.subcategory, "chat");
}

TEST(Recognizer, R20_EvidenceNamesTheRuleAndTheWords) {
    const auto recognition = recognize({intent("fault", IntentKind::topic, {pattern("坏了")})}, "Ａ风扇坏了");
    ASSERT_EQ(recognition.intents.size(), 1u);
    EXPECT_THAT(recognition.intents[0].evidence, ElementsAre(Evidence{"intents/zh/test.json#/x/patterns/坏了", Span{9, 15}, 5}));
}

TEST(Recognizer, R21_SureNeedsThresholdAndMargin) {
    const auto both = [](int fault, int chat) {
        return recognize({intent("fault", IntentKind::topic, {pattern("坏", fault)}),
                          intent("chat", IntentKind::topic, {pattern("你好", chat)})},
                         "你好，坏了");
    };
    EXPECT_TRUE(both(5, 3).sure);
    EXPECT_FALSE(both(5, 4).sure);
    EXPECT_FALSE(both(2, -1).sure);
    EXPECT_TRUE(both(3, -1).sure);
}

TEST(Recognizer, R24_OneUrgentSignalOutweighsTheRest) {
    auto risk = intent("fire", IntentKind::risk, {pattern("火")});
    risk.priority = "紧急";
    risk.votes = {{"fault", 9}};
    const auto recognition = recognize({risk}, "着火");
    EXPECT_EQ(recognition.priority, "紧急");
    EXPECT_EQ(recognition.subcategory, "fault");
}

TEST(Recognizer, R26_SignalsForAPriorityAreWeighedAgainstTheClass) {
    auto mild = intent("mild", IntentKind::priority, {pattern("有点", 4)});
    mild.priority = "中";
    mild.classes = {"fault"};
    const auto fault = intent("fault", IntentKind::topic, {pattern("坏")});
    EXPECT_EQ(recognize({fault, mild}, "坏了").priority, "高");
    EXPECT_EQ(recognize({fault, mild}, "有点坏").priority, "中");
    EXPECT_EQ(recognize({mild}, "有点").priority, "低");
}

TEST(Recognizer, R18_RulesThatDoNotCompileNameTheirPlace) {
    auto rules = small_rules();
    rules.intents = {intent("x", IntentKind::act, {pattern("(坏")})};
    EXPECT_THAT(error_of(rules), HasSubstr("intents/zh/test.json#/x/patterns/(坏: not a regular expression"));
    rules.intents = {intent("x", IntentKind::act, {pattern("{nothing}")})};
    EXPECT_THAT(error_of(rules), HasSubstr("unknown synonym set {nothing}"));
    rules.intents = {intent("x", IntentKind::topic, {})};
    EXPECT_THAT(error_of(rules), HasSubstr("unknown class \"x\""));
    rules.intents = {intent("x", IntentKind::act, {pattern("Ａ")})};
    EXPECT_THAT(error_of(rules), HasSubstr("never matches as written"));
    rules.intents = {intent("x", IntentKind::act, {pattern("a ~61 b")})};
    EXPECT_THAT(error_of(rules), HasSubstr("a gap reaches at most 60 characters"));
    rules.intents = {intent("x", IntentKind::act, {pattern("a ~60 b")})};
    EXPECT_EQ(error_of(rules), "no error");
    rules.intents = {intent("x", IntentKind::act, {}), intent("x", IntentKind::act, {})};
    EXPECT_THAT(error_of(rules), HasSubstr("is there already"));
}

TEST(Recognizer, R18_ASynonymSetThatContainsItselfIsRefused) {
    auto rules = small_rules();
    rules.synonyms = {{"a", {"{b}"}, {"s.json", "/a"}}, {"b", {"{a}"}, {"s.json", "/b"}}};
    EXPECT_THAT(error_of(rules), HasSubstr("contains itself"));
}

TEST(Recognizer, R18_CountingWithoutANumberIsRefused) {
    auto rules = small_rules();
    auto source = pattern("台");
    source.at_least = 3;
    rules.intents = {intent("x", IntentKind::act, {source})};
    EXPECT_THAT(error_of(rules), HasSubstr("at_least needs a number {n}"));
}

}  // namespace
}  // namespace intents
