// What the reception promises to agents: one winner, no lost handoff, places told, leases kept.
#include "tests/support/people.hpp"

#include <gmock/gmock.h>

namespace {

using namespace std::chrono_literals;
using namespace support;

// A customer who asked for a human.
struct Waiting : Customer {
    explicit Waiting(server::LocalDesk& desk) : Customer(desk) {
        hello();
        say("human", "转人工");
        desk.move_clock(desk.now() + 2s);
    }
};

std::string holder_of(server::LocalDesk& desk, const Customer& customer) {
    return std::string(dialog::name(desk.store().conversation(customer.conversation())->holder.kind));
}

TEST(DeskFloor, P7_AClaimHasOneWinner) {
    server::LocalDesk desk(open_desk());
    Waiting customer(desk);
    ASSERT_EQ(holder_of(desk, customer), "queue");
    Agent wang(desk, "wang"), li(desk, "li");
    const Json claim{{"type", "claim"}, {"conversation", customer.conversation()}, {"cid", "k1"}};
    wang.send_only(claim);
    li.send_only(claim);
    desk.settle();
    EXPECT_EQ(wang.frames("ack").size() + li.frames("ack").size(), 1U);
    auto& loser = wang.frames("ack").empty() ? wang : li;
    EXPECT_EQ(loser.last("nack")["code"], "taken");
    EXPECT_EQ(customer.last("holder")["holder"], "agent");
    EXPECT_FALSE(customer.last("holder")["staff_number"].get<std::string>().empty());
}

TEST(DeskFloor, R44_OnlyTheHolderSpeaksAndTheBotIsSilentMeanwhile) {
    server::LocalDesk desk(open_desk());
    Waiting customer(desk);
    Agent wang(desk, "wang"), li(desk, "li");
    wang.command("claim", customer.conversation(), "k1");
    li.command("message", customer.conversation(), "m1", {{"text", "我来"}});
    EXPECT_EQ(li.last("nack")["code"], "not_holder");
    wang.command("message", customer.conversation(), "m1", {{"text", "您好"}});
    EXPECT_EQ(customer.last("entry")["text"], "您好");
    const auto said = customer.frames("entry").size();
    customer.say("c2", "空调不制冷");
    desk.move_clock(desk.now() + 10s);
    EXPECT_EQ(customer.frames("entry").size(), said + 1);  // his own words only
    wang.command("release", customer.conversation(), "k2");
    EXPECT_EQ(customer.last("holder")["holder"], "bot");
}

TEST(DeskFloor, P2_AnAgentsMessageIsSaidOnce) {
    server::LocalDesk desk(open_desk());
    Waiting customer(desk);
    Agent wang(desk, "wang");
    wang.command("claim", customer.conversation(), "k1");
    wang.command("claim", customer.conversation(), "k1");  // the ack got lost
    wang.command("message", customer.conversation(), "m1", {{"text", "您好"}});
    const auto said = customer.frames("entry").size();
    wang.command("message", customer.conversation(), "m1", {{"text", "您好"}});
    EXPECT_EQ(customer.frames("entry").size(), said);
    EXPECT_EQ(wang.frames("ack").size(), 4U);
    wang.command("message", customer.conversation(), "m1", {{"text", "再见"}});
    EXPECT_EQ(wang.last("nack")["code"], "cid_reused");
}

TEST(DeskFloor, R44_ANoteIsForAgentsOnly) {
    server::LocalDesk desk(open_desk());
    Waiting customer(desk);
    Agent wang(desk, "wang");
    wang.watch(customer.conversation());
    const auto said = customer.frames("entry").size();
    wang.command("note", customer.conversation(), "n1", {{"text", "老客户"}});
    EXPECT_EQ(wang.last("entry")["kind"], "note");
    EXPECT_EQ(customer.frames("entry").size(), said);
    Customer again(desk);
    again.resume(customer.token(), 0);
    for (const auto& entry : again.frames("entry")) EXPECT_NE(entry["text"], "老客户");
}

TEST(DeskFloor, R42_WatchingShowsAllThatWasSaidWithoutGap) {
    server::LocalDesk desk(open_desk());
    Waiting customer(desk);
    Agent wang(desk, "wang");
    wang.watch(customer.conversation());
    customer.say("c2", "快一点");
    const auto positions = wang.positions();
    ASSERT_FALSE(positions.empty());
    for (std::size_t i = 0; i < positions.size(); ++i) EXPECT_EQ(positions[i], i + 1);
    EXPECT_EQ(positions.size(), desk.store().conversation(customer.conversation())->positions);
    EXPECT_EQ(wang.last("conversation")["conversation"]["id"], customer.conversation());
    Agent li(desk, "li");
    li.watch(customer.conversation(), 3);
    EXPECT_EQ(li.positions().front(), 4U);
    wang.send({{"type", "unwatch"}, {"conversation", customer.conversation()}});
    customer.say("c3", "在吗");
    EXPECT_EQ(wang.positions().size(), positions.size());
}

TEST(DeskFloor, R43_ThoseWhoWaitHearTheirPlaceWhenItChanges) {
    server::LocalDesk desk(open_desk());
    Waiting first(desk), second(desk), third(desk);
    EXPECT_EQ(first.last("queue")["position"], 1);
    EXPECT_EQ(third.last("queue")["position"], 3);
    Agent wang(desk, "wang");
    wang.command("claim", first.conversation(), "k1");
    EXPECT_EQ(second.last("queue")["position"], 1);
    EXPECT_EQ(third.last("queue")["position"], 2);
    EXPECT_EQ(desk.reception().figures().waiting, 2U);
}

TEST(DeskFloor, R43_AnEstimateIsGivenOnceWaitsAreKnown) {
    server::LocalDesk desk(open_desk());
    Agent wang(desk, "wang");
    for (int i = 0; i < 3; ++i) {
        Waiting customer(desk);
        EXPECT_FALSE(customer.last("queue").contains("estimate_minutes"));
        desk.move_clock(desk.now() + 4min);
        wang.command("claim", customer.conversation(), "k" + std::to_string(i));
    }
    Waiting first(desk), second(desk);
    EXPECT_EQ(first.last("queue")["estimate_minutes"], 5);  // 4 minutes and 2 seconds, rounded up
    EXPECT_EQ(second.last("queue")["estimate_minutes"], 10);
    wang.send({{"type", "presence"}, {"available", false}});
    EXPECT_FALSE(first.last("queue").contains("estimate_minutes"));
}

TEST(DeskFloor, P7_WhoDoesNotComeBackWithinTheLeaseGivesHisConversationsBack) {
    server::LocalDesk desk(open_desk());
    Waiting customer(desk);
    {
        Agent wang(desk, "wang");
        wang.command("claim", customer.conversation(), "k1");
    }
    desk.move_clock(desk.now() + 59s);
    EXPECT_EQ(holder_of(desk, customer), "agent");
    desk.move_clock(desk.now() + 1s);
    EXPECT_EQ(holder_of(desk, customer), "queue");
    EXPECT_EQ(customer.last("holder")["holder"], "queue");
}

TEST(DeskFloor, P7_WhoComesBackWithinTheLeaseKeepsHisConversations) {
    server::LocalDesk desk(open_desk());
    Waiting customer(desk);
    {
        Agent wang(desk, "wang");
        wang.command("claim", customer.conversation(), "k1");
    }
    desk.move_clock(desk.now() + 30s);
    Agent back(desk, "wang");
    desk.move_clock(desk.now() + 5min);
    EXPECT_EQ(holder_of(desk, customer), "agent");
}

TEST(DeskFloor, P7_AfterARestartTheQueueAndTheHoldersAreThere) {
    server::LocalDesk desk(open_desk());
    std::string held, waiting, token;
    {
        Waiting first(desk), second(desk);
        held = first.conversation();
        waiting = second.conversation();
        token = second.token();
        Agent wang(desk, "wang");
        wang.command("claim", held, "k1");
    }
    desk.restart();
    EXPECT_EQ(desk.reception().figures().waiting, 1U);
    Customer second(desk);
    second.resume(token, 0);
    EXPECT_EQ(second.last("queue")["position"], 1);
    desk.move_clock(desk.now() + 61s);  // nobody came back for the first
    EXPECT_EQ(desk.store().conversation(held)->holder.kind, dialog::Holder::Kind::queue);
    EXPECT_EQ(desk.reception().figures().waiting, 2U);
}

TEST(DeskFloor, RowsReachEveryAgentWhenAConversationChanges) {
    server::LocalDesk desk(open_desk());
    Agent wang(desk, "wang"), li(desk, "li");
    EXPECT_TRUE(li.last("welcome")["conversations"].empty());
    EXPECT_EQ(wang.last("presence")["agents"].size(), 2U);
    Waiting customer(desk);
    EXPECT_EQ(wang.last("row")["conversation"]["holder"], "queue");
    EXPECT_EQ(li.last("row"), wang.last("row"));
    Agent late(desk, "late");
    ASSERT_EQ(late.last("welcome")["conversations"].size(), 1U);
    EXPECT_EQ(late.last("welcome")["conversations"][0], wang.last("row")["conversation"]);
}

TEST(DeskFloor, EndingAnAgentsSessionsClosesHisSockets) {
    server::LocalDesk desk(open_desk());
    Agent wang(desk, "wang"), also_wang(desk, "wang"), li(desk, "li");
    desk.reception().end_sessions_of("wang");
    desk.settle();
    EXPECT_TRUE(wang.is_cut());
    EXPECT_TRUE(also_wang.is_cut());
    EXPECT_FALSE(li.is_cut());
}

TEST(DeskFloor, AnUnknownConversationIsSaidToBe) {
    server::LocalDesk desk(open_desk());
    Agent wang(desk, "wang");
    wang.command("claim", "nothing", "k1");
    EXPECT_EQ(wang.last("nack")["code"], "unknown_conversation");
    wang.watch("nothing");
    EXPECT_EQ(wang.last("error")["code"], "unknown_conversation");
    EXPECT_EQ(desk.reception().figures().conversations_loaded, 0U);
}

TEST(DeskFloor, TypingIsShownToTheOtherSideAtMostOnceASecond) {
    server::LocalDesk desk(open_desk());
    Waiting customer(desk);
    Agent wang(desk, "wang");
    wang.watch(customer.conversation());
    customer.send({{"type", "typing"}});
    customer.send({{"type", "typing"}});
    EXPECT_EQ(wang.frames("typing").size(), 1U);
    const Json typing{{"type", "typing"}, {"conversation", customer.conversation()}};
    wang.send(typing);
    EXPECT_EQ(customer.frames("typing").size(), 0U);  // he does not hold it
    wang.command("claim", customer.conversation(), "k1");
    desk.move_clock(desk.now() + 1s);
    wang.send(typing);
    EXPECT_EQ(customer.last("typing")["from"], "agent");
}

}  // namespace
