#include "config/load_stimuli.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace config {
namespace {

TEST(LoadStimuli, ReadsNamesObjectsAndTime) {
    Problems problems;
    const auto stimuli = read_stimuli(Json::parse(R"(["go", {"type": "a.b", "guards": {"sure": false}, "note": 1}, {"after": 250}])"), "e.json", problems);
    EXPECT_TRUE(problems.empty());
    ASSERT_EQ(stimuli.size(), 3u);
    EXPECT_EQ(stimuli[0].event, "go");
    EXPECT_EQ(stimuli[1].event, "a.b");
    EXPECT_FALSE(stimuli[1].guards.at("sure"));
    EXPECT_TRUE(stimuli[2].event.empty());
    EXPECT_EQ(stimuli[2].after.count(), 250);
}

TEST(LoadStimuli, NamesEachMistakeWithItsPlace) {
    Problems problems;
    read_stimuli(Json::parse(R"(["go", {}, {"after": -1}, {"type": "x", "guards": {"g": "yes"}}, 7])"), "e.json", problems);
    std::vector<std::string> paths;
    for (const auto& problem : problems) paths.push_back(problem.path);
    EXPECT_THAT(paths, ::testing::IsSupersetOf({"/1", "/2/after", "/3/guards/g", "/4"}));
}

}  // namespace
}  // namespace config
