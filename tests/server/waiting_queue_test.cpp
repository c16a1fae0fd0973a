// The queue as a read model: order, places, honest figures.
#include "server/waiting_queue.hpp"

#include <gmock/gmock.h>

namespace {

using namespace std::chrono_literals;
using namespace server;

const tickets::Time kNoon{std::chrono::hours(12)};

storage::ConversationRow waiting(const std::string& id, const std::string& priority, std::chrono::minutes since) {
    storage::ConversationRow row;
    row.id = id;
    row.holder = "queue";
    row.priority = priority;
    row.queued_at = kNoon + since;
    return row;
}

storage::ConversationRow held(storage::ConversationRow row, const std::string& by = "agent") {
    row.holder = by;
    return row;
}

TEST(WaitingQueue, R43_OrdersByPriorityThenDueThenArrival) {
    WaitingQueue queue;
    queue.changed(waiting("late", "medium", 2min), kNoon);
    queue.changed(waiting("early", "medium", 1min), kNoon);
    queue.changed(waiting("urgent", "urgent", 3min), kNoon);
    auto due = waiting("due", "medium", 4min);
    due.due = kNoon + 1h;
    queue.changed(due, kNoon);
    EXPECT_EQ(queue.place_of("urgent", 1).position, 1);
    EXPECT_EQ(queue.place_of("due", 1).position, 2);
    EXPECT_EQ(queue.place_of("early", 1).position, 3);
    EXPECT_EQ(queue.place_of("late", 1).position, 4);
    EXPECT_EQ(queue.place_of("nobody", 1).position, 0);
    EXPECT_THAT(queue.waiting(), testing::ElementsAre(1, 0, 3, 0));
}

TEST(WaitingQueue, OnlyWhoMovedIsToldSo) {
    WaitingQueue queue;
    for (const auto* id : {"a", "b", "c"}) queue.changed(waiting(id, "medium", std::chrono::minutes(id[0])), kNoon);
    EXPECT_EQ(queue.moved(1).size(), 3U);
    EXPECT_TRUE(queue.moved(1).empty());
    EXPECT_FALSE(queue.changed(waiting("b", "medium", std::chrono::minutes('b')), kNoon));
    EXPECT_TRUE(queue.changed(held(waiting("b", "medium", 0min)), kNoon));
    EXPECT_THAT(queue.moved(1), testing::UnorderedElementsAre(testing::Pair("c", Place{2, 0}), testing::Pair("b", Place{})));
}

TEST(WaitingQueue, R43_SaysNoFigureBeforeItHasOne) {
    WaitingQueue queue;
    for (std::size_t i = 0; i < WaitingQueue::kMinWaits; ++i) {
        EXPECT_EQ(queue.minutes_per_claim(), 0);
        const auto row = waiting("k", "medium", 0min);
        queue.changed(row, kNoon);
        queue.changed(held(row), kNoon + 90s);
    }
    EXPECT_EQ(queue.minutes_per_claim(), 2);
    queue.changed(waiting("a", "medium", 1min), kNoon);
    queue.changed(waiting("b", "medium", 2min), kNoon);
    EXPECT_EQ(queue.place_of("b", 1), (Place{2, 4}));
    EXPECT_EQ(queue.place_of("b", 0), (Place{2, 0}));  // nobody is there to claim
}

TEST(WaitingQueue, WhoGivesUpWaitingSaysNothingAboutClaims) {
    WaitingQueue queue;
    for (int i = 0; i < 5; ++i) {
        const auto row = waiting("k", "medium", 0min);
        queue.changed(row, kNoon);
        queue.changed(held(row, "bot"), kNoon + 1h);
    }
    EXPECT_EQ(queue.minutes_per_claim(), 0);
    EXPECT_EQ(queue.size(), 0U);
}

}  // namespace
