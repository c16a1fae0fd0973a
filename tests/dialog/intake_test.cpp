// The shipped intake, told as short conversations: what customers say, what the desk must do.
#include "tests/dialog/talk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dialog::test {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

constexpr const char* kBrokenCooler = "我家空调不制冷了，开了一小时还是热风";

Talk verified_fault() {
    Talk talk;
    talk.customer(kBrokenCooler).customer("2026030100017").customer("5678").customer("上周六开始的");
    return talk;
}

TEST(Intake, R3_GreetsByTheTimeOfDayAndOffersHelp) {
    EXPECT_THAT(Talk("zh-CN", "2026-11-23T08:00").since_customer(), HasSubstr("早上好，欢迎联系晨光家电"));
    EXPECT_THAT(Talk("zh-CN", "2026-11-23T13:29").since_customer(), HasSubstr("中午好"));
    EXPECT_THAT(Talk("zh-CN", "2026-11-23T13:30").since_customer(), HasSubstr("下午好"));
    EXPECT_THAT(Talk("en", "2026-11-23T19:00").since_customer(), HasSubstr("Good evening, and welcome to Chenguang Appliances"));
}

TEST(Intake, R4_SeveralShortMessagesAreHeardAsOne) {
    Talk talk;
    talk.types("我家空调").wait(500ms).types("不制冷了").wait(500ms).types("开了一小时还是热风");
    EXPECT_EQ(talk.entries().back().from, From::customer);
    talk.wait(shipped_desk().settle);
    EXPECT_TRUE(talk.said("identity.order_no"));
    EXPECT_EQ(talk.now().issue.text, "我家空调\n不制冷了\n开了一小时还是热风");
}

TEST(Intake, R4_OneTickBeforeTheSettleTimeTheBotIsSilentAndOneLaterItAnswers) {
    Talk talk;
    talk.types(kBrokenCooler).wait(shipped_desk().settle - 1ms);
    EXPECT_EQ(talk.entries().back().from, From::customer);
    talk.wait(1ms);
    EXPECT_EQ(talk.entries().back().from, From::bot);
}

TEST(Intake, R7_VerifiesByOrderNumberAndLastFourDigits) {
    Talk talk;
    talk.customer(kBrokenCooler);
    EXPECT_TRUE(talk.said("identity.order_no"));
    talk.customer("2026030100017");
    EXPECT_TRUE(talk.said("identity.phone_last4"));
    talk.customer("5678");
    EXPECT_TRUE(talk.said("identity.verified"));
    EXPECT_EQ(talk.now().identity.level, Identity::Level::verified);
}

TEST(Intake, R8_SaysTheSameForAWrongNumberAndAnUnknownOrder) {
    Talk wrong, unknown;
    wrong.customer(kBrokenCooler).customer("2026030100017").customer("1111");
    unknown.customer(kBrokenCooler).customer("2026039999999").customer("1111");
    EXPECT_EQ(wrong.since_customer(), unknown.since_customer());
    EXPECT_THAT(wrong.since_customer(), HasSubstr("没有核对上"));
}

TEST(Intake, R8_AfterTheLastTryAHumanTakesOverAndTheCaseIsRecorded) {
    Talk talk;
    talk.customer(kBrokenCooler);
    for (int i = 0; i < shipped_desk().max_identity_tries - 1; ++i) {
        talk.customer("2026030100017").customer("1111");
        EXPECT_EQ(talk.holder(), "bot") << i;
    }
    talk.customer("2026030100017").customer("1111");
    EXPECT_EQ(talk.holder(), "queue");
    EXPECT_EQ(talk.now().queue_reason, "identity");
    EXPECT_FALSE(talk.ticket().verified);
}

TEST(Intake, R8_TriesThatTheStoreCountsHoldInANewConversation) {
    Talk talk;
    talk.tries_before = shipped_desk().max_identity_tries;
    talk.customer(kBrokenCooler).customer("2026030100017").customer("5678");
    EXPECT_TRUE(talk.said("identity.locked"));
    EXPECT_EQ(talk.now().identity.level, Identity::Level::anonymous);
}

TEST(Intake, R9_AnAnonymousCustomerIsServedAndTheTicketSaysSo) {
    Talk talk;
    talk.customer(kBrokenCooler).choose("no_order").customer("CG-KF35").customer("昨天").choose("yes");
    EXPECT_FALSE(talk.ticket().verified);
    EXPECT_TRUE(talk.ticket().customer.empty());
    EXPECT_TRUE(talk.said("ticket_opened"));
}

TEST(Intake, R10_TheVerificationLevelIsKeptWithConversationAndTicket) {
    auto talk = verified_fault();
    talk.choose("yes");
    EXPECT_TRUE(talk.ticket().verified);
    EXPECT_EQ(talk.ticket().customer, "C1001");
}

TEST(Intake, R11_WhatWasSaidInOneGoIsNotAskedAgain) {
    Talk talk;
    talk.customer("订单号2026030100017，手机尾号5678，空调CG-KF35不制冷了，开了一小时还是热风");
    EXPECT_TRUE(talk.said("identity.verified"));
    EXPECT_TRUE(talk.said("ask.occurred_at"));
    talk.customer("昨天晚上");
    EXPECT_TRUE(talk.said("restate"));
}

TEST(Intake, R12_TheTicketHoldsTheFactsTheChannelAndTheClass) {
    auto talk = verified_fault();
    talk.choose("yes");
    const auto& ticket = talk.ticket();
    EXPECT_EQ(ticket.channel, "web");
    EXPECT_EQ(ticket.category, "产品质量类");
    EXPECT_EQ(ticket.subcategory, "功能故障");
    EXPECT_EQ(ticket.summary, kBrokenCooler);
    EXPECT_EQ(ticket.facts.at("order_no"), "2026030100017");
    EXPECT_EQ(ticket.facts.at("product_model"), "空调 CG-KF35");
    EXPECT_EQ(ticket.facts.at("occurred_at"), "上周六开始的");
    EXPECT_EQ(ticket.facts.at("name"), "王小明");
    EXPECT_THAT(ticket.explanation, HasSubstr("功能故障"));
}

TEST(Intake, R13_VagueWordingIsClarifiedBeforeItIsFiled) {
    Talk talk;
    talk.customer("坏了").choose("no_order").customer("冰箱");
    EXPECT_TRUE(talk.said("ask.symptom"));
    EXPECT_TRUE(talk.now().tickets.empty());
}

TEST(Intake, R14_NothingIsFiledBeforeAYes) {
    auto talk = verified_fault();
    EXPECT_THAT(talk.last(), HasSubstr("您是说“我家空调不制冷了，开了一小时还是热风”，对吗？"));
    EXPECT_TRUE(talk.now().tickets.empty());
    talk.customer("对");
    EXPECT_EQ(talk.now().tickets.size(), 1u);
}

TEST(Intake, R14_AnySingleFactCanBeCorrected) {
    auto talk = verified_fault();
    talk.choose("correct").choose("occurred_at").customer("前天晚上");
    EXPECT_THAT(talk.last(), HasSubstr("发生时间：前天晚上"));
    talk.customer("不对，型号是BCD-452W");
    EXPECT_THAT(talk.last(), HasSubstr("BCD-452W"));
    EXPECT_THAT(talk.last(), HasSubstr("发生时间：前天晚上"));
    talk.choose("yes");
    EXPECT_EQ(talk.ticket().facts.at("occurred_at"), "前天晚上");
}

TEST(Intake, R15_AContradictionWithTheRecordsIsNamedAndRecorded) {
    Talk talk;
    talk.customer("快递显示签收了可是我根本没收到货，订单号2026111500032 手机尾号5678");
    EXPECT_TRUE(talk.said("finding.not_received"));
    EXPECT_THAT(talk.since_customer(), HasSubstr("2026-11-17"));
    talk.choose("yes");
    EXPECT_THAT(talk.ticket().findings, Contains("not_received"));
}

TEST(Intake, R16_AngerIsSoothedFirstRecordedAndRaisesThePriority) {
    Talk talk;
    talk.customer("你们这是什么垃圾公司！！！空调第二次坏了还不给修，骗子！");
    EXPECT_TRUE(talk.said("soothe"));
    EXPECT_EQ(talk.now().issue.emotion, "angry");
}

TEST(Intake, R21_WhereTheRulesAreUnsureAChoiceIsAskedInsteadOfAGuess) {
    Talk talk;
    talk.customer("那个东西的事情你们看着办");
    EXPECT_TRUE(talk.now().tickets.empty());
    EXPECT_TRUE(talk.said("clarify") || talk.said("which_class"));
}

TEST(Intake, R24_ASafetyHazardIsUrgentAndInterruptsEveryStep) {
    const std::vector<std::vector<std::string>> ways{
        {}, {kBrokenCooler}, {kBrokenCooler, "2026030100017"}, {kBrokenCooler, "2026030100017", "5678"}, {kBrokenCooler, "2026030100017", "5678", "昨天"},
        {kBrokenCooler, "2026030100017", "5678", "昨天", "对"}, {kBrokenCooler, "2026030100017", "5678", "昨天", "对", "没有了"},
        {kBrokenCooler, "2026030100017", "5678", "昨天", "对", "没有了", "满意"}};
    for (const auto& way : ways) {
        Talk talk;
        for (const auto& text : way) talk.customer(text);
        talk.customer("热水器漏电，刚才把我电了一下！");
        EXPECT_TRUE(talk.said("safety_advice")) << way.size();
        EXPECT_EQ(talk.holder(), "queue") << way.size();
        EXPECT_EQ(talk.now().tickets.back().priority, tickets::Priority::urgent) << way.size();
        EXPECT_THAT(talk.now().tickets.back().risks, Contains("safety")) << way.size();
    }
}

TEST(Intake, R24_AVipsFaultIsUrgent) {
    Talk talk;
    talk.customer("洗衣机不转了，一点反应都没有").customer("2026110300021").customer("4321");
    EXPECT_EQ(talk.holder(), "queue");
    EXPECT_EQ(talk.ticket().priority, tickets::Priority::urgent);
}

TEST(Intake, R26_ABrokenCoreFunctionIsHighAndPraiseIsLow) {
    auto fault = verified_fault();
    fault.choose("yes");
    EXPECT_EQ(fault.ticket().priority, tickets::Priority::high);
    Talk praise;
    praise.customer("想表扬一下昨天上门的师傅，服务特别好，非常专业").choose("yes");
    EXPECT_EQ(praise.ticket().priority, tickets::Priority::low);
}

TEST(Intake, R27_ThePromisedTimesFollowTheClocks) {
    auto talk = verified_fault();
    talk.choose("yes");
    EXPECT_THAT(talk.since_customer(), HasSubstr("今天 12:00"));
    EXPECT_EQ(talk.ticket().due.first_response - talk.ticket().opened_at, 2h);
    EXPECT_EQ(talk.ticket().due.solution - talk.ticket().opened_at, 72h);
}

TEST(Intake, R31_TheNumberIsToldToTheCustomer) {
    auto talk = verified_fault();
    talk.choose("yes");
    EXPECT_EQ(talk.ticket().number, "WX20261123001");
    EXPECT_THAT(talk.since_customer(), HasSubstr("WX20261123001"));
    EXPECT_THAT(talk.since_customer(), Not(HasSubstr(kTicketNumberMark)));
}

TEST(Intake, R36_AskingForATicketIsADigressionThatReturnsToWhereItLeft) {
    auto talk = verified_fault();
    const auto question = talk.last();
    talk.customer("我的工单怎么样了");
    EXPECT_TRUE(talk.said("status.none"));
    EXPECT_EQ(talk.last(), question);
    talk.choose("yes").customer("我的工单怎么样了");
    EXPECT_THAT(talk.since_customer(), HasSubstr("WX20261123001 功能故障，已登记"));
    EXPECT_TRUE(talk.said("anything_else"));
}

TEST(Intake, R36_WithoutProofNothingIsToldAboutTickets) {
    Talk talk;
    talk.customer("我的工单怎么样了");
    EXPECT_TRUE(talk.said("status.order_no"));
    talk.choose("no_order");
    EXPECT_TRUE(talk.said("status.no_proof"));
    EXPECT_TRUE(talk.said("open_question"));
}

TEST(Intake, R39_ACallForAHumanIsHeardInEveryState) {
    const std::vector<std::string> way{kBrokenCooler, "2026030100017", "5678", "昨天", "对", "没有了"};
    for (std::size_t steps = 0; steps <= way.size(); ++steps) {
        Talk talk;
        for (std::size_t i = 0; i < steps; ++i) talk.customer(way[i]);
        talk.customer("转人工");
        EXPECT_EQ(talk.holder(), "queue") << steps;
        EXPECT_EQ(talk.now().queue_reason, "asked") << steps;
    }
}

TEST(Intake, R39_TwoAnswersThatAreNotUnderstoodCallAHuman) {
    Talk talk;
    talk.customer("呜啦呜啦").customer("咕噜咕噜叽里呱啦");
    EXPECT_EQ(talk.holder(), "queue");
    EXPECT_EQ(talk.now().queue_reason, "misses");
}

TEST(Intake, R39_TheBotIsSilentWhileAnAgentHoldsAndSpeaksAgainAfterHandBack) {
    Talk talk;
    talk.customer("转人工").agent_claims();
    EXPECT_EQ(talk.holder(), "agent");
    const auto before = talk.entries().size();
    talk.customer("在吗").customer("重新开始").customer("我的工单怎么样了").wait(48h);
    for (std::size_t i = before; i < talk.entries().size(); ++i) EXPECT_EQ(talk.entries()[i].from, From::customer);
    talk.agent_says("您好，请说").agent_releases();
    EXPECT_EQ(talk.holder(), "bot");
    talk.customer(kBrokenCooler);
    EXPECT_TRUE(talk.said("identity.order_no"));
}

TEST(Intake, R43_TheQueuePositionIsToldAndTheWaitCanBecomeAMessage) {
    Talk talk;
    talk.around.waiting_ahead = 2;
    talk.around.agents_available = 1;
    talk.around.minutes_per_claim = 4;
    talk.customer("转人工");
    EXPECT_THAT(talk.last(From::system), HasSubstr("第 3 位，预计等待约 12 分钟"));
    talk.choose("leave_ticket");
    EXPECT_EQ(talk.holder(), "bot");
    EXPECT_TRUE(talk.said("leave_message"));
}

TEST(Intake, R43_OutsideOpeningHoursTheNextOpeningIsToldAndNoEstimateIsInvented) {
    Talk talk("zh-CN", "2026-11-23T22:00");
    talk.customer("转人工");
    EXPECT_THAT(talk.last(From::system), HasSubstr("明天 09:00 恢复服务"));
    EXPECT_THAT(talk.last(From::system), Not(HasSubstr("预计")));
}

TEST(Intake, R43_AnHonestWordFollowsAfterAMinuteOfWaiting) {
    Talk talk;
    talk.types("转人工").wait(1min - 1ms);
    EXPECT_FALSE(talk.said("queue.still_waiting"));
    talk.wait(1ms);
    EXPECT_TRUE(talk.said("queue.still_waiting"));
}

TEST(Intake, R51_ThreeStepsOfSatisfactionAreUnderstoodInWordsToo) {
    for (const auto& [text, rating] : std::vector<std::pair<std::string, std::string>>{{"满意", "satisfied"}, {"一般吧", "fair"}, {"👍", "satisfied"}}) {
        auto talk = verified_fault();
        talk.choose("yes").choose("nothing_else").customer(text);
        EXPECT_EQ(talk.ticket().rating, rating) << text;
        EXPECT_TRUE(talk.said("goodbye")) << text;
    }
}

TEST(Intake, R51_TheSurveyNeverBlocksANewIssue) {
    auto talk = verified_fault();
    talk.choose("yes").choose("nothing_else").customer("冰箱也坏了，不制冷，里面的肉都化了");
    EXPECT_EQ(talk.now().issue.subcategory, "功能故障");
    EXPECT_TRUE(talk.said("restate") || talk.said("ask.occurred_at"));
}

TEST(Intake, R39_AnUnsatisfiedCustomerReachesAHumanAndTheReasonIsKept) {
    auto talk = verified_fault();
    talk.choose("yes").choose("nothing_else").choose("unsatisfied").customer("等了三天没人联系");
    EXPECT_EQ(talk.holder(), "queue");
    EXPECT_EQ(talk.now().queue_reason, "unsatisfied");
    EXPECT_EQ(talk.ticket().rating_comment, "等了三天没人联系");
}

TEST(Intake, R53_ThanksAndGoodbyeAfterEveryRating) {
    for (const char* rating : {"satisfied", "fair"}) {
        auto talk = verified_fault();
        talk.choose("yes").choose("nothing_else").choose(rating);
        EXPECT_THAT(talk.last(), HasSubstr("感谢"));
        EXPECT_EQ(talk.holder(), "nobody");
    }
}

TEST(Intake, R53_ASilentCustomerIsThankedAndComesBackToWhereItStopped) {
    auto talk = verified_fault();
    talk.wait(5min);
    EXPECT_TRUE(talk.said("still_there"));
    talk.wait(30min);
    EXPECT_THAT(talk.last(), HasSubstr("感谢"));
    EXPECT_EQ(talk.holder(), "nobody");
    talk.customer("对");
    EXPECT_EQ(talk.now().tickets.size(), 1u);
}

TEST(Intake, RepeatCancelAndRestartAreHeardAnywhere) {
    Talk talk;
    talk.customer(kBrokenCooler);
    const auto question = talk.last();
    talk.customer("再说一遍");
    EXPECT_EQ(talk.last(), question);
    talk.customer("重新开始");
    EXPECT_TRUE(talk.said("restarted"));
    EXPECT_TRUE(talk.now().issue.text.empty());
    talk.customer(kBrokenCooler).customer("算了");
    EXPECT_TRUE(talk.said("cancelled"));
}

TEST(Intake, R61_TheDialogGoesOnPolitelyWhenTheRecordsAreDown) {
    Talk talk;
    talk.records_down = true;
    talk.customer(kBrokenCooler).customer("2026030100017").customer("5678");
    EXPECT_TRUE(talk.said("records_unavailable"));
    EXPECT_EQ(talk.holder(), "bot");
}

TEST(Intake, R62_IdentityCardAndCardNumbersAreRedactedBeforeTheyAreKept) {
    Talk talk;
    talk.customer("我的身份证号是11010519491231002X，空调坏了");
    EXPECT_TRUE(talk.said("redacted"));
    for (const auto& entry : talk.entries()) EXPECT_THAT(entry.text, Not(HasSubstr("11010519491231002X")));
    EXPECT_THAT(talk.now().issue.text, Not(HasSubstr("11010519491231002X")));
}

TEST(Intake, EnglishCustomersAreServedInEnglish) {
    Talk talk("en");
    talk.customer("My air conditioner is not cooling any more, order 2026030100017, phone ends with 5678");
    EXPECT_TRUE(talk.said("identity.verified"));
    talk.customer("since yesterday").customer("yes");
    EXPECT_THAT(talk.since_customer(), HasSubstr("Your ticket number is WX20261123001"));
    EXPECT_THAT(talk.since_customer(), HasSubstr("Malfunction"));
    talk.customer("that's all").customer("satisfied");
    EXPECT_THAT(talk.last(), HasSubstr("Thank you"));
}

}  // namespace
}  // namespace dialog::test
