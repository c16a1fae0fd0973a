// Every story beside this file is a test of its own.
#include "tests/stories/story.hpp"

#include <algorithm>
#include <gmock/gmock.h>

namespace {

using namespace std::chrono_literals;

std::vector<std::filesystem::path> story_files() {
    std::vector<std::filesystem::path> files;
    for (const auto& each : std::filesystem::directory_iterator(std::string(FRONTDESK_SOURCE_DIR) + "/tests/stories")) {
        if (each.path().extension() == ".story") files.push_back(each.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string name_of(const testing::TestParamInfo<std::filesystem::path>& info) {
    std::string name = info.param.stem().string();
    for (char& c : name) {
        if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
    }
    return name;
}

class Story : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Story, HappensAsWritten) {
    const auto wrong = stories::Telling(stories::read_story(GetParam())).run();
    EXPECT_TRUE(wrong.empty()) << GetParam().filename().string() << " " << wrong;
}

INSTANTIATE_TEST_SUITE_P(All, Story, testing::ValuesIn(story_files()), name_of);

TEST(StoryFormat, ReadsDurationsAndTimes) {
    EXPECT_EQ(stories::read_duration("1200ms"), 1200ms);
    EXPECT_EQ(stories::read_duration("15m"), 15min);
    EXPECT_EQ(stories::read_duration("2d"), 48h);
    for (const auto* text : {"", "5", "m", "-2s", "2 s", "2w"}) EXPECT_EQ(stories::read_duration(text), std::nullopt) << text;
    EXPECT_EQ(stories::read_time("2026-11-23T10:00+08:00"), support::monday_morning());
    EXPECT_EQ(stories::read_time("2026-11-22T21:00-05:00"), support::monday_morning());
    for (const auto* text : {"", "2026-11-23", "2026-13-01T00:00+08:00", "2026-11-23T10:00"}) EXPECT_EQ(stories::read_time(text), std::nullopt) << text;
}

TEST(StoryFormat, SaysTheLineAndTheTranscriptOfWhatIsWrong) {
    const auto wrong = stories::Telling({{3, "customer", "", "转人工"}, {4, "holder", "", "bot"}}).run();
    EXPECT_THAT(wrong, testing::StartsWith("line 4: holder: bot\n  is queue\n"));
    EXPECT_THAT(wrong, testing::HasSubstr("customer: 转人工"));
}

}  // namespace
