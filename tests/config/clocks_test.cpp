#include "config/load_clocks.hpp"
#include "tests/config/folder.hpp"

#include <gmock/gmock.h>

namespace {

using namespace config;
using namespace std::chrono_literals;
using tickets::Priority;
using tickets::Target;
using Unit = Target::Unit;

Target hours(std::chrono::minutes time) { return {Unit::hours, time, 0}; }
Target working_days(int days) { return {Unit::working_days, 0min, days}; }

TEST(LoadClocks, R27_PolicyCIsShipped) {
    Problems problems;
    const auto policies = load_clocks(support::shipped(), problems);
    EXPECT_THAT(problems, testing::IsEmpty());
    ASSERT_TRUE(policies.contains("C"));
    const tickets::ClockPolicy expected{"C",
                                        {{Priority::urgent, {hours(15min), hours(24h)}},
                                         {Priority::high, {hours(2h), hours(72h)}},
                                         {Priority::medium, {hours(4h), working_days(5)}},
                                         {Priority::low, {hours(8h), working_days(10)}}}};
    EXPECT_EQ(policies.at("C"), expected);
}

TEST(LoadClocks, R28_PolicyFIsShipped) {
    Problems problems;
    const auto policies = load_clocks(support::shipped(), problems);
    ASSERT_TRUE(policies.contains("F"));
    const tickets::ClockPolicy expected{"F",
                                        {{Priority::urgent, {hours(2h), hours(24h)}},
                                         {Priority::high, {hours(4h), hours(48h)}},
                                         {Priority::medium, {hours(24h), working_days(7)}},
                                         {Priority::low, {working_days(3), working_days(15)}}}};
    EXPECT_EQ(policies.at("F"), expected);
}

std::vector<std::string> problems_of(const std::string& first_response) {
    support::Folder folder;
    const std::string row = R"({"first_response": {"open_hours": 2}, "solution": {"open_minutes": 30}})";
    folder.write(kClocksFile, R"({"X": {"urgent": {"first_response": )" + first_response + R"(, "solution": {"hours": 1}}, "high": )" + row +
                                  R"(, "medium": )" + row + R"(, "low": )" + row + "}}");
    Problems problems;
    load_clocks(folder.path(), problems);
    std::vector<std::string> out;
    for (const auto& problem : problems) out.push_back(problem.path + ": " + problem.message);
    return out;
}

TEST(LoadClocks, R29_ATargetIsOneAmountOfOneUnit) {
    using testing::ElementsAre;
    const std::string place = "/X/urgent/first_response";
    EXPECT_THAT(problems_of(R"({"hours": 1})"), ElementsAre());
    EXPECT_THAT(problems_of(R"({"hours": 2400})"), ElementsAre());
    EXPECT_THAT(problems_of(R"({"hours": 2401})"), ElementsAre(place + "/hours: must be from 1 to 2400, is 2401"));
    EXPECT_THAT(problems_of(R"({"hours": 0})"), ElementsAre(place + "/hours: must be from 1 to 2400, is 0"));
    EXPECT_THAT(problems_of(R"({"working_days": 200})"), ElementsAre());
    EXPECT_THAT(problems_of(R"({"working_days": 201})"), ElementsAre(place + "/working_days: must be from 1 to 200, is 201"));
    EXPECT_THAT(problems_of(R"({})"), ElementsAre(place + ": must say one of minutes, hours, open_minutes, open_hours, working_days"));
    EXPECT_THAT(problems_of(R"({"hours": 1, "minutes": 1})"),
                ElementsAre(place + ": must say one of minutes, hours, open_minutes, open_hours, working_days"));
    EXPECT_THAT(problems_of(R"({"weeks": 1, "hours": 1})"), ElementsAre(place + "/weeks: unknown key"));
}

TEST(LoadClocks, R27_APolicyNamesAllFourPriorities) {
    support::Folder folder;
    folder.write(kClocksFile, R"({"X": {}})");
    Problems problems;
    load_clocks(folder.path(), problems);
    ASSERT_EQ(problems.size(), 4U);
    EXPECT_EQ(to_string(problems[0]), "clocks.json at /X: missing key \"urgent\"");
}

}  // namespace
