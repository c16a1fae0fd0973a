// What the reception promises to customers, on the real store and engine: acknowledgement, order, once only, resume.
#include "tests/support/people.hpp"
#include "tests/support/store_between.hpp"

#include <gmock/gmock.h>
#include <numeric>
#include <thread>

namespace {

using namespace std::chrono_literals;
using namespace support;
using testing::ElementsAre;

std::vector<std::uint64_t> one_to(std::uint64_t last) {
    std::vector<std::uint64_t> numbers(last);
    std::iota(numbers.begin(), numbers.end(), 1);
    return numbers;
}

// A desk whose store can be told to misbehave.
struct Between {
    explicit Between(server::ReceptionLimits limits = {}) {
        auto options = open_desk();
        options.limits = limits;
        options.between = [this](std::unique_ptr<storage::Store> real) {
            auto between = std::make_unique<StoreBetween>(std::move(real));
            store = between.get();
            return between;
        };
        desk = std::make_unique<server::LocalDesk>(options);
    }
    StoreBetween* store = nullptr;
    std::unique_ptr<server::LocalDesk> desk;
};

TEST(Reception, GreetsANewcomerInOnePiece) {
    server::LocalDesk desk(open_desk());
    Customer customer(desk);
    customer.hello();
    ASSERT_EQ(customer.batches().size(), 1U);
    EXPECT_EQ(customer.batches()[0][0]["type"], "welcome");
    EXPECT_EQ(customer.batches()[0][1]["type"], "holder");
    EXPECT_EQ(customer.conversation().size(), 32U);
    EXPECT_EQ(customer.token().size(), 43U);
    EXPECT_EQ(customer.seqs(), one_to(customer.last("welcome")["seq"]));
}

TEST(Reception, APingIsAnswered) {
    server::LocalDesk desk(open_desk());
    Customer customer(desk);
    customer.hello();
    customer.send({{"type", "ping"}});
    EXPECT_EQ(customer.frames().back()["type"], "pong");
    Agent agent(desk, "wang");
    agent.send({{"type", "ping"}});
    EXPECT_EQ(agent.frames("pong").size(), 1U);
    EXPECT_TRUE(agent.frames("error").empty());
}

TEST(Reception, TheAckComesFirstAndInOnePieceWithItsEntries) {
    server::LocalDesk desk(open_desk());
    Customer customer(desk);
    customer.hello();
    customer.say("c1", "转人工");
    const auto batch = customer.batches()[1];
    EXPECT_EQ(batch[0]["type"], "ack");
    EXPECT_EQ(batch[1]["type"], "entry");
    EXPECT_EQ(batch[1]["cid"], "c1");
    EXPECT_EQ(batch[0]["seq"], batch[1]["seq"]);
}

TEST(Reception, NothingIsHeardBeforeItIsCommitted) {
    Between house;
    Customer customer(*house.desk);
    customer.hello();
    house.store->hold();
    const auto before = house.store->commits();
    customer.send_only({{"type", "message"}, {"cid", "c1"}, {"text", "空调不制冷"}});
    while (house.store->commits() == before) std::this_thread::yield();
    EXPECT_EQ(customer.frames("ack").size(), 0U);
    house.store->release();
    house.desk->settle();
    EXPECT_EQ(customer.frames("ack").size(), 1U);
}

TEST(Reception, P2_TheSameCidGivesTheSameAckAndNoSecondTurn) {
    Between house;
    Customer customer(*house.desk);
    customer.hello();
    customer.say("c1", "空调不制冷");
    const auto commits = house.store->commits();
    customer.say("c1", "空调不制冷");
    EXPECT_EQ(house.store->commits(), commits);
    ASSERT_EQ(customer.frames("ack").size(), 2U);
    EXPECT_EQ(customer.frames("ack")[0], customer.frames("ack")[1]);
    customer.say("c1", "别的话");
    EXPECT_EQ(customer.last("nack")["code"], "cid_reused");
}

TEST(Reception, P2_TheSameCidIsKnownAfterARestart) {
    server::LocalDesk desk(open_desk());
    Json ack;
    std::string token;
    {
        Customer customer(desk);
        customer.hello();
        token = customer.token();
        customer.say("c1", "我的身份证号是 11010519491231002X，空调不制冷");  // kept redacted, and yet the same
        ack = customer.last("ack");
    }
    desk.restart();
    Customer again(desk);
    again.resume(token, 0);
    again.say("c1", "我的身份证号是 11010519491231002X，空调不制冷");
    EXPECT_EQ(again.last("ack"), ack);
    again.say("c1", "别的话");
    EXPECT_EQ(again.last("nack")["code"], "cid_reused");
    EXPECT_EQ(again.seqs(), one_to(again.seqs().size()));
}

TEST(Reception, P2_ACidThatOnlyTheStoreKnowsIsLookedUp) {
    Between house;
    Customer customer(*house.desk);
    customer.hello();
    house.store->answer_next({storage::CommitStatus::duplicate});
    customer.say("c1", "空调不制冷");
    EXPECT_EQ(customer.frames("ack").size(), 1U);
    EXPECT_EQ(customer.seqs(), one_to(customer.seqs().size()));
}

TEST(Reception, P4_EverySocketHearsEveryEntryOnceAndInOrder) {
    server::LocalDesk desk(open_desk());
    Customer first(desk);
    first.hello();
    Customer second(desk);
    second.resume(first.token(), 0);
    for (int i = 0; i < 12; ++i) {
        (i % 2 ? first : second).send_only({{"type", "message"}, {"cid", "c" + std::to_string(i)}, {"text", "第" + std::to_string(i)}});
    }
    desk.move_clock(desk.now() + 5s);
    const auto last = desk.store().conversation(first.conversation())->last_seq;
    EXPECT_EQ(first.seqs(), one_to(last));
    EXPECT_EQ(second.seqs(), one_to(last));
    EXPECT_EQ(first.frames("ack").size() + second.frames("ack").size(), 12U);
}

TEST(Reception, P5_ResumesAfterAnySeqWithoutGapOrDouble) {
    server::LocalDesk desk(open_desk());
    Customer customer(desk);
    customer.hello();
    customer.say("c1", "空调不制冷");
    desk.move_clock(desk.now() + 5s);
    std::string token = customer.token();
    const auto last = customer.seqs().back();
    for (std::uint64_t after = 0; after <= last; ++after) {
        Customer again(desk);
        again.resume(token, after);
        token = again.token();
        std::vector<std::uint64_t> expected;
        for (std::uint64_t seq = after + 1; seq <= last; ++seq) expected.push_back(seq);
        EXPECT_EQ(again.seqs(), expected) << "after " << after;
        EXPECT_EQ(again.frames()[0]["type"], "welcome");
        EXPECT_EQ(again.frames()[1]["type"], "holder");
    }
}

TEST(Reception, P5_ResumeWhileTurnsAreBeingCommittedHasNoGap) {
    auto options = open_desk();
    options.lanes = 3;
    options.limits.max_messages = 1000;
    server::LocalDesk desk(options);
    Customer talker(desk, 1);
    talker.hello();
    std::string token = talker.token();
    std::vector<std::unique_ptr<Customer>> listeners;
    for (int round = 0; round < 10; ++round) {
        for (int i = 0; i < 4; ++i) {
            const auto cid = std::to_string(round) + "-" + std::to_string(i);
            talker.send_only({{"type", "message"}, {"cid", cid}, {"text", "话 " + cid}});
        }
        if (round % 3 != 0) continue;
        listeners.push_back(std::make_unique<Customer>(desk, static_cast<unsigned>(round) % 3));
        listeners.back()->send_only({{"type", "hello"}, {"token", token}, {"after_seq", round / 3 % 3}});
    }
    desk.settle();
    desk.move_clock(desk.now() + 5s);
    const auto last = desk.store().conversation(talker.conversation())->last_seq;
    EXPECT_EQ(talker.seqs(), one_to(last));
    for (std::size_t i = 0; i < listeners.size(); ++i) {
        const auto seqs = listeners[i]->seqs();
        auto expected = one_to(last);
        expected.erase(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(i % 3));
        EXPECT_EQ(seqs, expected) << "listener " << i;
    }
}

TEST(Reception, P5_AReplayBeyondTheBudgetIsCutAndGoesOn) {
    auto options = open_desk();
    options.limits.max_replay_bytes = 400;
    server::LocalDesk desk(options);
    Customer customer(desk);
    customer.hello();
    for (int i = 0; i < 8; ++i) customer.say("c" + std::to_string(i), "很长的话很长的话很长的话很长的话");
    const auto last = desk.store().conversation(customer.conversation())->last_seq;
    std::string token = customer.token();
    std::vector<std::uint64_t> all;
    for (int rounds = 0; all.size() < last && rounds < 20; ++rounds) {
        Customer again(desk);
        again.resume(token, all.empty() ? 0 : all.back());
        token = again.token();
        const auto seqs = again.seqs();
        ASSERT_FALSE(seqs.empty());
        all.insert(all.end(), seqs.begin(), seqs.end());
        EXPECT_EQ(again.frames("reconnect").empty(), all.size() == last);
    }
    EXPECT_EQ(all, one_to(last));
}

TEST(Reception, TheTokenBeforeStaysGoodUntilTheNewOneIsUsed) {
    server::LocalDesk desk(open_desk());
    Customer customer(desk);
    customer.hello();
    const auto first = customer.token();
    Customer second(desk);
    second.resume(first, 0);
    Customer third(desk);  // the welcome to the second got lost on the way
    third.resume(first, 0);
    EXPECT_EQ(third.conversation(), customer.conversation());
    Customer fourth(desk);
    fourth.resume(third.token(), 0);
    Customer fifth(desk);
    fifth.resume(first, 0);
    EXPECT_EQ(fifth.last("error")["code"], "unknown_token");
    fifth.hello();  // the socket is still good for a new beginning
    EXPECT_NE(fifth.conversation(), customer.conversation());
}

TEST(Reception, AConflictIsReadAgainAndRunAgain) {
    Between house;
    Customer customer(*house.desk);
    customer.hello();
    house.store->answer_next({storage::CommitStatus::conflict, storage::CommitStatus::conflict});
    customer.say("c1", "空调不制冷");
    EXPECT_EQ(customer.frames("ack").size(), 1U);
    EXPECT_EQ(house.desk->reception().figures().conflicts, 2U);
    house.store->answer_next(std::deque<storage::CommitStatus>(5, storage::CommitStatus::conflict));
    customer.say("c2", "还有噪音");
    EXPECT_EQ(customer.last("nack")["code"], "unavailable");
    customer.say("c2", "还有噪音");
    EXPECT_EQ(customer.last("ack")["cid"], "c2");
}

TEST(Reception, P12_OverloadIsSaidAndTheMessageMayComeAgain) {
    Between house;
    Customer customer(*house.desk);
    customer.hello();
    house.store->answer_next({storage::CommitStatus::overloaded});
    customer.say("c1", "空调不制冷");
    EXPECT_EQ(customer.last("nack")["code"], "overloaded");
    EXPECT_GT(customer.last("nack")["retry_after"], 0);
    EXPECT_EQ(customer.frames("ack").size(), 0U);
    customer.say("c1", "空调不制冷");
    EXPECT_EQ(customer.frames("ack").size(), 1U);
}

TEST(Reception, P12_AFullMailboxSaysSo) {
    server::ReceptionLimits limits;
    limits.max_mailbox_events = 3;
    Between house(limits);
    Customer customer(*house.desk);
    customer.hello();
    house.store->hold();
    const auto before = house.store->commits();
    for (int i = 0; i < 5; ++i) customer.send_only({{"type", "message"}, {"cid", "c" + std::to_string(i)}, {"text", "话"}});
    while (house.store->commits() == before || customer.frames("nack").empty()) std::this_thread::yield();
    house.store->release();
    house.desk->settle();
    ASSERT_EQ(customer.frames("nack").size(), 1U);  // one commits, three wait
    EXPECT_EQ(customer.last("nack")["cid"], "c4");
    EXPECT_EQ(customer.frames("ack").size(), 4U);
}

TEST(Reception, TwentyMessagesInTenSecondsAreEnough) {
    server::LocalDesk desk(open_desk());
    Customer customer(desk);
    customer.hello();
    for (int i = 0; i < 20; ++i) customer.say("c" + std::to_string(i), "话");
    EXPECT_EQ(customer.frames("nack").size(), 0U);
    customer.say("c20", "话");
    EXPECT_EQ(customer.last("nack")["code"], "rate_limited");
    customer.say("c7", "话");  // what was said already may be repeated
    EXPECT_EQ(customer.last("ack")["cid"], "c7");
    desk.move_clock(desk.now() + 10s);
    customer.say("c20", "话");
    EXPECT_EQ(customer.last("ack")["cid"], "c20");
}

TEST(Reception, TheFirstFrameIsHelloWithinFiveSeconds) {
    server::LocalDesk desk(open_desk());
    Customer hasty(desk);
    hasty.say("c1", "你好");
    EXPECT_EQ(hasty.last("error")["code"], "hello_first");
    desk.move_clock(desk.now() + 4999ms);
    EXPECT_FALSE(hasty.is_cut());
    desk.move_clock(desk.now() + 1ms);
    EXPECT_TRUE(hasty.is_cut());
}

TEST(Reception, AChoiceMustHaveBeenOffered) {
    server::LocalDesk desk(open_desk());
    Customer customer(desk);
    customer.hello();
    const auto choices = desk.store().conversation(customer.conversation())->offered;
    ASSERT_FALSE(choices.empty());
    customer.choose("c1", "no such thing");
    EXPECT_EQ(customer.last("nack")["code"], "bad_choice");
    customer.choose("c2", choices[0].id);
    EXPECT_EQ(customer.last("ack")["cid"], "c2");
    customer.choose("c2", choices[0].id);
    EXPECT_EQ(customer.frames("ack").size(), 2U);
}

TEST(Reception, TheSixthSocketOfAConversationClosesTheFirst) {
    server::LocalDesk desk(open_desk());
    std::vector<std::unique_ptr<Customer>> sockets;
    sockets.push_back(std::make_unique<Customer>(desk));
    sockets[0]->hello();
    std::string token = sockets[0]->token();
    for (int i = 1; i < 6; ++i) {
        EXPECT_FALSE(sockets[0]->is_cut());
        sockets.push_back(std::make_unique<Customer>(desk));
        sockets.back()->resume(token, 0);
        token = sockets.back()->token();
    }
    EXPECT_TRUE(sockets[0]->is_cut());
    EXPECT_FALSE(sockets[1]->is_cut());
}

TEST(Reception, P11_ATimerFiresAfterARestartAndOnce) {
    server::LocalDesk desk(open_desk());
    Customer customer(desk);
    customer.hello();
    customer.say("c1", "空调不制冷");
    const auto id = customer.conversation();
    const auto token = customer.token();
    ASSERT_TRUE(desk.store().conversation(id)->timers.contains("settle"));
    customer.hang_up();
    desk.restart();
    EXPECT_TRUE(desk.store().conversation(id)->timers.contains("settle"));
    desk.move_clock(desk.now() + 5s);
    EXPECT_FALSE(desk.store().conversation(id)->timers.contains("settle"));
    const auto answered = desk.store().conversation(id)->version;
    desk.restart();
    EXPECT_EQ(desk.store().conversation(id)->version, answered);
    Customer again(desk);
    again.resume(token, 0);
    EXPECT_EQ(again.last("entry")["from"], "bot");
}

TEST(Reception, P11_ATimerThatFellDueWhileTheHouseWasDownFiresAtOnce) {
    auto options = open_desk();
    const auto directory = std::filesystem::temp_directory_path() / "frontdesk-reception-test";
    std::filesystem::remove_all(directory);
    options.data_directory = directory;
    std::string id;
    {
        server::LocalDesk desk(options);
        Customer customer(desk);
        customer.hello();
        customer.say("c1", "空调不制冷");
        id = customer.conversation();
    }
    options.clock = *options.clock + 1h;
    server::LocalDesk desk(options);
    EXPECT_FALSE(desk.store().conversation(id)->timers.contains("settle"));
    std::filesystem::remove_all(directory);
}

TEST(Reception, P13_ATimerWaitsForRoomInTheStore) {
    Between house;
    Customer customer(*house.desk);
    customer.hello();
    customer.say("c1", "空调不制冷");
    house.store->answer_next({storage::CommitStatus::overloaded, storage::CommitStatus::overloaded});
    house.desk->move_clock(house.desk->now() + 1200ms);
    EXPECT_EQ(customer.last("entry")["from"], "customer");
    house.desk->move_clock(house.desk->now() + 3s);
    EXPECT_EQ(customer.last("entry")["from"], "bot");
}

TEST(Reception, AnIdleConversationLeavesMemoryAndComesBack) {
    server::LocalDesk desk(open_desk());
    std::string token;
    {
        Customer customer(desk);
        customer.hello();
        token = customer.token();
    }
    EXPECT_EQ(desk.reception().figures().conversations_loaded, 1U);
    desk.move_clock(desk.now() + 4h);
    EXPECT_EQ(desk.reception().figures().conversations_loaded, 0U);
    Customer again(desk);
    again.resume(token, 0);
    again.say("c1", "空调不制冷");
    EXPECT_EQ(again.last("ack")["cid"], "c1");
    EXPECT_EQ(again.seqs(), one_to(again.seqs().size()));
}

TEST(Reception, GoingDownSaysReconnectAndCloses) {
    server::LocalDesk desk(open_desk());
    Customer customer(desk);
    customer.hello();
    desk.reception().stop();
    EXPECT_EQ(customer.frames().back()["type"], "reconnect");
    EXPECT_TRUE(customer.is_cut());
}

}  // namespace
