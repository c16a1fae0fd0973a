#include "tickets/ticket.hpp"

#include <gmock/gmock.h>

namespace {

using namespace tickets;
using enum Status;

const std::vector<Status> kAll{opened,  assigned,  in_progress, waiting_customer, waiting_third_party,
                               solved, confirmed, closed,      reopened};

std::vector<Status> steps_from(Status from) {
    std::vector<Status> steps;
    for (const auto to : kAll)
        if (may_go(from, to)) steps.push_back(to);
    return steps;
}

TEST(Ticket, R34_OnlyTheStepsOfTheLifeCycleAreAllowed) {
    using testing::ElementsAre;
    EXPECT_THAT(steps_from(opened), ElementsAre(assigned, in_progress, solved, closed));
    EXPECT_THAT(steps_from(assigned), ElementsAre(opened, in_progress, waiting_customer, waiting_third_party, solved, closed));
    EXPECT_THAT(steps_from(in_progress), ElementsAre(opened, assigned, waiting_customer, waiting_third_party, solved, closed));
    EXPECT_THAT(steps_from(waiting_customer), ElementsAre(assigned, in_progress, waiting_third_party, solved, closed));
    EXPECT_THAT(steps_from(waiting_third_party), ElementsAre(assigned, in_progress, waiting_customer, solved, closed));
    EXPECT_THAT(steps_from(solved), ElementsAre(confirmed, closed, reopened));
    EXPECT_THAT(steps_from(confirmed), ElementsAre(closed, reopened));
    EXPECT_THAT(steps_from(closed), ElementsAre(reopened));
    EXPECT_THAT(steps_from(reopened),
                ElementsAre(assigned, in_progress, waiting_customer, waiting_third_party, solved, closed));
}

TEST(Ticket, R34_NamesOfStatusesGoThereAndBack) {
    std::vector<std::string_view> names;
    for (const auto status : kAll) {
        names.push_back(name(status));
        EXPECT_EQ(status_named(name(status)), status);
    }
    EXPECT_THAT(names, testing::ElementsAre("new", "assigned", "in_progress", "waiting_customer", "waiting_third_party", "solved",
                                            "confirmed", "closed", "reopened"));
    EXPECT_EQ(status_named("opened"), std::nullopt);
    EXPECT_EQ(status_named(""), std::nullopt);
}

TEST(Ticket, R24_PrioritiesAreKnownInBothLanguages) {
    for (const auto& [english, chinese] :
         {std::pair{"urgent", "紧急"}, std::pair{"high", "高"}, std::pair{"medium", "中"}, std::pair{"low", "低"}}) {
        const auto priority = priority_named(english);
        ASSERT_TRUE(priority) << english;
        EXPECT_EQ(priority_named(chinese), priority);
        EXPECT_EQ(name(*priority), english);
    }
    EXPECT_EQ(priority_named("critical"), std::nullopt);
    EXPECT_LT(Priority::urgent, Priority::low) << "the order of the queue";
}

TEST(Ticket, R31_NumbersArePrefixDateAndSerial) {
    using namespace std::chrono;
    const auto may_12 = 2024y / May / 12d;
    EXPECT_EQ(format_number("WX", may_12, 1), "WX20240512001");
    EXPECT_EQ(format_number("WX", may_12, 999), "WX20240512999");
    EXPECT_EQ(format_number("WX", may_12, 1000), "WX202405121000");
    EXPECT_EQ(format_number("", 2026y / December / 31d, 42), "20261231042");
}

}  // namespace
