// What the engine itself guarantees, whatever the flow says: who may speak, dense numbers, stale events, pure steps.
#include "tests/dialog/talk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dialog::test {
namespace {

using namespace std::chrono_literals;

const AgentRef kFirst{"a1", "陈晨", "1024"};
const AgentRef kSecond{"a2", "林琳", "1025"};

TEST(Engine, P4_VisibleEntriesAreNumberedDenselyAndNotesTakeNoNumber) {
    Talk talk;
    talk.customer("转人工").agent_claims();
    talk.apply(AgentNoted{kSecond, "n1", "客户很急"});
    talk.agent_says("您好");
    Seq seq = 0;
    std::uint64_t position = 0;
    for (const auto& entry : talk.entries()) {
        EXPECT_EQ(entry.position, ++position);
        if (entry.kind == EntryKind::message) ++seq;
        EXPECT_EQ(entry.seq, seq);
    }
}

TEST(Engine, R44_TwoAgentsCannotBothClaim) {
    Talk talk;
    talk.customer("转人工");
    EXPECT_EQ(talk.apply(AgentClaimed{kFirst}).refused, "");
    EXPECT_EQ(talk.apply(AgentClaimed{kSecond}).refused, "taken");
    EXPECT_EQ(talk.apply(AgentSaid{kSecond, "x", "hello"}).refused, "not_holder");
    EXPECT_EQ(talk.now().holder.agent, "a1");
}

TEST(Engine, ARefusedTurnHoldsNothingButItsReason) {
    Talk talk;
    EXPECT_EQ(talk.apply(AgentSaid{kFirst, "x", "hello"}), (Turn{{}, {}, {}, "not_holder"}));
}

TEST(Engine, P11_ATimerThatWasArmedAgainFiresOnce) {
    Talk talk;
    talk.types("我家空调");
    const auto first = talk.now().timers.at("settle").generation;
    talk.types("不制冷了");
    EXPECT_EQ(talk.apply(TimerFired{"settle", first}).refused, "stale");
    EXPECT_EQ(talk.apply(TimerFired{"settle", talk.now().timers.at("settle").generation}).refused, "");
    EXPECT_FALSE(talk.now().timers.contains("settle"));
}

TEST(Engine, AnAnswerToALookupThatNobodyWaitsForIsStale) {
    Talk talk;
    JobDone done;
    done.id = 99;
    EXPECT_EQ(talk.apply(done).refused, "stale");
}

TEST(Engine, AChoiceThatWasNotOfferedIsRefused) {
    Talk talk;
    EXPECT_EQ(talk.apply(CustomerMessage{"m", {}, "satisfied"}).refused, "bad_choice");
}

TEST(Engine, AChoiceCanBeTypedByNumberOrLabel) {
    Talk number, label;
    number.customer("转人工").customer("1");
    label.customer("转人工").customer("不等了，留言");
    EXPECT_EQ(number.holder(), "bot");
    EXPECT_EQ(label.holder(), "bot");
}

TEST(Engine, P6_TheSameEventsGiveTheSameConversation) {
    const auto run = [] {
        Talk talk;
        talk.customer("空调不制冷，一直吹热风").customer("2026030100017").customer("5678").customer("昨天").choose("yes");
        return talk.now();
    };
    EXPECT_EQ(run(), run());
}

TEST(Engine, R34_AnIllegalStepOfATicketIsRefused) {
    Talk talk;
    talk.customer("热水器漏电，刚才把我电了一下！").agent_claims();
    const auto number = talk.ticket().number;
    EXPECT_EQ(talk.apply(TicketEdited{kFirst, number, "", "", "confirmed"}).refused, "bad_value");
    EXPECT_EQ(talk.apply(TicketEdited{kFirst, "WX1", "", "", "closed"}).refused, "unknown_ticket");
}

TEST(Engine, R21_AHumansCorrectionIsKeptAsALabelledExample) {
    Talk talk;
    talk.customer("热水器漏电，刚才把我电了一下！").agent_claims();
    const auto turn = talk.apply(TicketEdited{kFirst, talk.ticket().number, "外观瑕疵", "", ""});
    const auto* corrected = std::get_if<ClassCorrected>(&turn.effects.at(0));
    ASSERT_NE(corrected, nullptr);
    EXPECT_EQ(corrected->to, "外观瑕疵");
    EXPECT_EQ(talk.ticket().subcategory, "外观瑕疵");
}

TEST(Engine, R35_EveryChangeOfATicketHasItsLineInTheLog) {
    Talk talk;
    talk.customer("热水器漏电，刚才把我电了一下！");
    const auto claimed = talk.apply(AgentClaimed{kFirst});
    const auto* changed = std::get_if<TicketChanged>(&claimed.effects.at(0));
    for (const auto& effect : claimed.effects)
        if (const auto* each = std::get_if<TicketChanged>(&effect)) changed = each;
    ASSERT_NE(changed, nullptr);
    EXPECT_EQ(changed->line.what, "assigned");
    EXPECT_EQ(changed->line.who, "a1");
    EXPECT_EQ(changed->ticket.owner, "a1");
}

TEST(Engine, R31_TheNumberOfATicketIsFilledInWhereverItStands) {
    Turn turn;
    turn.entries.push_back({});
    turn.entries[0].text = "no. " + std::string(kTicketNumberMark) + ", again " + std::string(kTicketNumberMark);
    tickets::Ticket ticket;
    ticket.number = kTicketNumberMark;
    turn.effects.push_back(TicketChanged{ticket, {ticket.number, {}, "bot", "opened", ""}});
    EXPECT_TRUE(opens_ticket(turn));
    number_ticket(turn, "WX20261123007");
    EXPECT_EQ(turn.entries[0].text, "no. WX20261123007, again WX20261123007");
    EXPECT_FALSE(opens_ticket(turn));
    EXPECT_EQ(std::get<TicketChanged>(turn.effects[0]).line.ticket, "WX20261123007");
}

TEST(Engine, AConversationWhoseStateIsGoneFromTheFlowBeginsItAnew) {
    Talk talk;
    auto stranded = talk.now();
    stranded.states = {"intake.removed"};
    auto turn = step(shipped_desk(), stranded, CustomerMessage{"m", "空调不制冷", {}}, talk.around);
    const auto timer = turn.conversation.timers.at("settle");
    turn = step(shipped_desk(), turn.conversation, TimerFired{"settle", timer.generation}, talk.around);
    ASSERT_FALSE(turn.entries.empty());
    EXPECT_EQ(turn.entries.back().prompt, "open_question");
}

TEST(Engine, ACustomerCannotWriteTheMarkThatStandsForANumber) {
    Talk talk;
    talk.types("a" + std::string(kTicketNumberMark) + "b");
    EXPECT_EQ(talk.entries().back().text, "ab");
}

TEST(Engine, MessagesWithoutAPauseAreAnsweredAtTheLimitOfABurst) {
    Talk talk;
    for (std::size_t i = 1; i < kMaxBurst; ++i) talk.types("空调不制冷");
    EXPECT_EQ(talk.entries().back().from, From::customer);
    talk.types("空调不制冷");
    EXPECT_NE(talk.entries().back().from, From::customer);
}

}  // namespace
}  // namespace dialog::test
