// Conversations leave memory when nothing happens in them, and come back as they were; there is a limit of those in memory.
#include "tests/support/people.hpp"
#include "tests/support/store_between.hpp"

#include <gmock/gmock.h>
#include <numeric>
#include <thread>

namespace {

using namespace std::chrono_literals;
using namespace support;

std::vector<std::uint64_t> one_to(std::uint64_t last) {
    std::vector<std::uint64_t> numbers(last);
    std::iota(numbers.begin(), numbers.end(), 1);
    return numbers;
}

std::uint64_t in_memory(server::LocalDesk& desk) { return desk.reception().figures().conversations_loaded; }

TEST(Unload, P12_AConversationInWhichNothingHappensLeavesMemoryAndIsHeardAgain) {
    server::LocalDesk desk(open_desk());
    Customer customer(desk);
    Customer beside(desk);  // another page of the same customer
    customer.hello();
    customer.say("c1", "空调不制冷");
    desk.move_clock(desk.now() + 2s);
    beside.resume(customer.token(), 0);
    EXPECT_EQ(in_memory(desk), 1U);
    desk.move_clock(desk.now() + 25s);
    EXPECT_EQ(in_memory(desk), 1U);
    desk.move_clock(desk.now() + 20s);
    EXPECT_EQ(in_memory(desk), 0U);
    customer.say("c2", "还有噪音");
    desk.move_clock(desk.now() + 2s);
    const auto last = desk.store().conversation(customer.conversation())->last_seq;
    EXPECT_EQ(customer.seqs(), one_to(last));
    EXPECT_EQ(beside.seqs(), one_to(last));
}

TEST(Unload, P2_ACidIsKnownToAConversationThatWasAway) {
    server::LocalDesk desk(open_desk());
    Customer customer(desk);
    customer.hello();
    customer.say("c1", "空调不制冷");
    desk.move_clock(desk.now() + 60s);
    ASSERT_EQ(in_memory(desk), 0U);
    const auto version = desk.store().conversation(customer.conversation())->version;
    customer.say("c1", "空调不制冷");
    ASSERT_EQ(customer.frames("ack").size(), 2U);
    EXPECT_EQ(customer.frames("ack")[0], customer.frames("ack")[1]);
    customer.say("c1", "别的话");
    EXPECT_EQ(customer.last("nack")["code"], "cid_reused");
    EXPECT_EQ(desk.store().conversation(customer.conversation())->version, version);
}

TEST(Unload, P11_ATimerRingsInAConversationThatIsAway) {
    server::LocalDesk desk(open_desk());
    Customer customer(desk);
    customer.hello();
    desk.move_clock(desk.now() + 60s);
    ASSERT_EQ(in_memory(desk), 0U);
    const auto before = customer.seqs().size();
    desk.move_clock(desk.now() + 5min);
    EXPECT_EQ(customer.seqs(), one_to(before + 1));  // are you still there?
}

TEST(Unload, P7_ACustomerInTheQueueStaysInMemoryAndHearsHisPlace) {
    server::LocalDesk desk(open_desk());
    Customer first(desk), second(desk);
    for (Customer* each : {&first, &second}) {
        each->hello();
        each->say("c1", "转人工");
        desk.move_clock(desk.now() + 1s);  // who came first is told by the clock
    }
    EXPECT_EQ(second.last("queue")["position"], 2);
    desk.move_clock(desk.now() + 60s);
    EXPECT_EQ(in_memory(desk), 2U);
    Agent agent(desk, "ann");
    agent.command("claim", first.conversation(), "a1");
    EXPECT_EQ(second.last("queue")["position"], 1);
}

TEST(Unload, P12_AtTheLimitTheLongestIdleConversationsMakeRoom) {
    auto options = open_desk();
    options.limits.max_loaded = 4;
    server::LocalDesk desk(options);
    std::vector<std::unique_ptr<Customer>> customers;
    for (int i = 0; i < 6; ++i) {
        customers.push_back(std::make_unique<Customer>(desk));
        customers.back()->hello();
        EXPECT_LE(in_memory(desk), 4U);
    }
    for (auto& customer : customers) {
        customer->say("c1", "空调不制冷");
        EXPECT_LE(in_memory(desk), 4U);
        EXPECT_EQ(customer->frames("ack").size(), 1U);
        EXPECT_EQ(customer->seqs(), one_to(customer->seqs().size()));
        desk.move_clock(desk.now() + 2s);  // what is to be answered soon does not leave
    }
}

TEST(Unload, P12_OneMoreThanTheLimitIsToldToComeAgain) {
    auto options = open_desk();
    options.limits.max_loaded = 3;
    StoreBetween* store = nullptr;
    options.between = [&store](std::unique_ptr<storage::Store> real) {
        auto between = std::make_unique<StoreBetween>(std::move(real));
        store = between.get();
        return between;
    };
    server::LocalDesk desk(options);
    store->hold();
    const auto before = store->commits();
    std::vector<std::unique_ptr<Customer>> customers;
    for (std::size_t i = 0; i < 3; ++i) {
        customers.push_back(std::make_unique<Customer>(desk));
        customers.back()->send_only({{"type", "hello"}, {"locale", "zh-CN"}});
        while (store->commits() <= before + i) std::this_thread::yield();
    }
    Customer late(desk);  // all three are being committed
    late.send_only({{"type", "hello"}, {"locale", "zh-CN"}});
    while (!late.is_cut()) std::this_thread::yield();
    EXPECT_GT(late.last("reconnect")["after"], 0);
    EXPECT_EQ(in_memory(desk), 3U);
    store->release();
    desk.settle();
    for (auto& customer : customers) EXPECT_EQ(customer->frames("welcome").size(), 1U);
    desk.move_clock(desk.now() + 1s);
    Customer again(desk);
    again.hello();
    EXPECT_EQ(again.frames("welcome").size(), 1U);
}

}  // namespace
