#include "server/limits.hpp"
#include "tests/config/folder.hpp"

#include <gmock/gmock.h>

namespace {

using server::Limits;
using server::load_limits;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> problems_of(const std::string& text) {
    const support::Folder folder;
    folder.write(server::kLimitsFile, text);
    config::Problems problems;
    load_limits(folder.path(), problems);
    std::vector<std::string> out;
    for (const auto& problem : problems) out.push_back(config::to_string(problem));
    return out;
}

TEST(Limits, TheShippedFileStatesTheDefaults) {
    config::Problems problems;
    EXPECT_EQ(load_limits(support::shipped(), problems), Limits{});
    EXPECT_THAT(problems, IsEmpty());
}

TEST(Limits, WhatTheFileDoesNotSayKeepsItsDefault) {
    const support::Folder folder;
    config::Problems problems;
    EXPECT_EQ(load_limits(folder.path(), problems), Limits{});

    folder.write(server::kLimitsFile, R"({"conversation": {"max_messages": 7}, "logins": {"window_seconds": 2}, "agent_socket": {"max_frames_per_message": 3}})");
    Limits expected;
    expected.reception.max_messages = 7;
    expected.logins.window = std::chrono::seconds(2);
    expected.agent_socket.max_frames_per_message = 3;
    EXPECT_EQ(load_limits(folder.path(), problems), expected);
    EXPECT_THAT(problems, IsEmpty());
}

TEST(Limits, EveryProblemIsNamedWithItsPlace) {
    EXPECT_THAT(problems_of(R"({"conversation": {"max_sockets": 1}})"), IsEmpty());
    EXPECT_THAT(problems_of(R"({"conversation": {"max_sockets": 0}})"), ElementsAre("limits.json at /conversation/max_sockets: must be from 1 to 1000, is 0"));
    EXPECT_THAT(problems_of(R"({"conversation": {"max_sockets": 1000}})"), IsEmpty());
    EXPECT_THAT(problems_of(R"({"conversation": {"max_sockets": 1001}})"), ElementsAre("limits.json at /conversation/max_sockets: must be from 1 to 1000, is 1001"));
    EXPECT_THAT(problems_of(R"({"conversation": {"max_sockets": "5"}})"),
                ElementsAre("limits.json at /conversation/max_sockets: expected a whole number, found string"));
    EXPECT_THAT(problems_of(R"({"agents": {"max_sockets": 1}, "weather": {}})"),
                ElementsAre("limits.json at /agents/max_sockets: unknown key", "limits.json at /weather: unknown key"));
    EXPECT_THAT(problems_of(R"({"agents": 1})"), testing::SizeIs(1));
    EXPECT_THAT(problems_of(R"({"agents": {}, "agents": {}})"), ElementsAre("limits.json: the key \"agents\" stands twice in one object"));
    EXPECT_THAT(problems_of("{"), testing::SizeIs(1));
}

}  // namespace
