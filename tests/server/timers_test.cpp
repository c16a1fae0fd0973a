// The alarms of a lane, with a clock that is moved by hand.
#include "server/timers.hpp"

#include "server/io_lanes.hpp"

#include <gmock/gmock.h>

namespace {

using namespace std::chrono_literals;
using server::Timers;
using testing::ElementsAre;

class TimersTest : public testing::Test {
protected:
    tickets::Time now{1000h};
    server::IoLanes lanes{1};  // never started: the test is the lane
    server::UnderWay under_way;
    std::vector<std::string> rung;
    Timers timers{lanes.alarm(0), under_way, [this] { return now; },
                  [this](const auto& id, const auto& name, std::uint64_t generation) { rung.push_back(id + "/" + name + "/" + std::to_string(generation)); }};

    void move(std::chrono::milliseconds by) {
        now += by;
        timers.fire_due();
    }
};

TEST_F(TimersTest, P11_RingsWhenDueAndNotBefore) {
    timers.arm("k", "settle", now + 100ms, 1);
    move(99ms);
    EXPECT_TRUE(rung.empty());
    move(1ms);
    EXPECT_THAT(rung, ElementsAre("k/settle/1"));
    move(1h);
    EXPECT_EQ(rung.size(), 1U);
}

TEST_F(TimersTest, ATimerOfTheSameNameIsReplaced) {
    timers.arm("k", "settle", now + 100ms, 1);
    timers.arm("k", "settle", now + 200ms, 2);
    timers.arm("k", "silence", now + 150ms, 3);
    move(1s);
    EXPECT_THAT(rung, ElementsAre("k/silence/3", "k/settle/2"));
}

TEST_F(TimersTest, ADroppedTimerDoesNotRing) {
    timers.arm("k", "settle", now + 100ms, 1);
    timers.drop("k", "settle");
    timers.drop("k", "never was");
    EXPECT_EQ(timers.next_due("k"), std::nullopt);
    move(1s);
    EXPECT_TRUE(rung.empty());
}

TEST_F(TimersTest, WhatIsDueTogetherRingsInTheOrderOfArming) {
    for (std::uint64_t i = 1; i <= 4; ++i) timers.arm("k" + std::to_string(i), "t", now + 5s, i);
    move(5s);
    EXPECT_THAT(rung, ElementsAre("k1/t/1", "k2/t/2", "k3/t/3", "k4/t/4"));
}

TEST_F(TimersTest, P11_AnOverdueTimerRingsFromTheLaneAtOnce) {
    timers.arm("k", "settle", now - 1h, 1);
    EXPECT_TRUE(rung.empty());
    lanes.at(0).run_one();
    EXPECT_THAT(rung, ElementsAre("k/settle/1"));
}

TEST_F(TimersTest, ATaskMayArmWhatIsDueAlready) {
    timers.at(now + 1s, [this] { timers.at(now, [this] { rung.push_back("second"); }); });
    move(1s);
    EXPECT_THAT(rung, ElementsAre("second"));
}

TEST_F(TimersTest, NothingRingsAfterTheStop) {
    timers.arm("k", "settle", now + 1s, 1);
    timers.stop();
    timers.arm("k", "settle", now + 1s, 2);
    move(1h);
    EXPECT_TRUE(rung.empty());
}

}  // namespace
