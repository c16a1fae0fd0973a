#include "config/load_intents.hpp"

#include "config/load_classes.hpp"
#include "intents/numbers.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace config {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A configuration folder of its own, with two classes and a minimal set of rules.
class LoadIntents : public ::testing::Test {
protected:
    LoadIntents() {
        const auto name = std::string("frontdesk_") + ::testing::UnitTest::GetInstance()->current_test_info()->name();
        root_ = std::filesystem::temp_directory_path() / name;
        std::filesystem::remove_all(root_);
        write("classes.json", R"({"categories": [{"name": "q", "english": "Q", "team": "t", "classes": [
            {"name": "fault", "english": "Fault", "kind": "fault", "priority": "高", "identity": true, "needs": ["symptom"]},
            {"name": "chat", "english": "Chat", "kind": "chat", "priority": "低"}]}]})");
        write("intents/general.json", R"({"threshold": 3, "margin": 2, "fallback": "chat"})");
    }
    ~LoadIntents() override { std::filesystem::remove_all(root_); }

    void write(const std::string& file, const std::string& text) {
        std::filesystem::create_directories((root_ / file).parent_path());
        std::ofstream(root_ / file) << text;
    }

    std::vector<std::string> problems() {
        Problems found;
        load_intents(root_, load_classes(root_, found), found);
        std::vector<std::string> out;
        for (const auto& problem : found) out.push_back(to_string(problem));
        return out;
    }

    std::filesystem::path root_;
};

TEST_F(LoadIntents, R18_ReadsRulesFromSeveralFilesIntoOneIntent) {
    write("intents/zh/a.json",
          R"({"fault": {"kind": "class", "patterns": [{"weight": 5, "match": ["坏", "裂"]}], "examples": ["坏"]}})");
    write("intents/en/a.json",
          R"({"fault": {"kind": "class", "patterns": [{"weight": 4, "match": "broke"}], "examples": ["broke"]}})");
    Problems found;
    const auto recognizer = load_intents(root_, load_classes(root_, found), found);
    ASSERT_THAT(found, IsEmpty());
    const auto& rules = recognizer->rules();
    ASSERT_EQ(rules.intents.size(), 1u);
    EXPECT_EQ(rules.intents[0].patterns.size(), 3u);
    EXPECT_EQ(to_string(rules.intents[0].patterns[0].origin), "intents/en/a.json#/fault/patterns/0/match");
    EXPECT_EQ(to_string(rules.intents[0].patterns[2].origin), "intents/zh/a.json#/fault/patterns/0/match/1");
}

TEST_F(LoadIntents, R18_UnknownKeysNameFileAndPath) {
    write("intents/zh/a.json", R"({"fault": {"kind": "class", "patterns": [{"weight": 5, "match": "坏", "wieght": 1}]}})");
    EXPECT_THAT(problems(), Contains("intents/zh/a.json at /fault/patterns/0/wieght: unknown key"));
}

TEST_F(LoadIntents, R18_BadPatternsNameFileAndPath) {
    write("intents/zh/a.json", R"({"fault": {"kind": "class", "patterns": [{"weight": 5, "match": ["坏", "(裂"]}]}})");
    EXPECT_THAT(problems(), Contains(HasSubstr("intents/zh/a.json at /fault/patterns/0/match/1: not a regular expression")));
}

TEST_F(LoadIntents, R18_UnknownClassesAreProblems) {
    write("intents/zh/a.json", R"({"falut": {"kind": "class", "patterns": []}})");
    EXPECT_THAT(problems(), Contains("intents/zh/a.json at /falut: unknown class \"falut\""));
}

TEST_F(LoadIntents, R18_DuplicateIntentsInOneFileAreProblems) {
    write("intents/zh/a.json", R"({"fault": {"kind": "class"}, "fault": {"kind": "class"}})");
    EXPECT_THAT(problems(), Contains(HasSubstr("the key \"fault\" stands twice")));
}

TEST_F(LoadIntents, R18_AnIntentHasOneKind) {
    write("intents/zh/a.json", R"({"x": {"kind": "act"}})");
    write("intents/zh/b.json", R"({"x": {"kind": "risk"}})");
    EXPECT_THAT(problems(), Contains("intents/zh/b.json at /x/kind: is of another kind in intents/zh/a.json#/x"));
}

TEST_F(LoadIntents, R18_WrongValuesAreProblems) {
    write("intents/zh/a.json", R"({"x": {"kind": "tune", "patterns": [{"weight": 101, "match": 7, "reading": "maybe"}]}})");
    const auto found = problems();
    EXPECT_THAT(found, Contains("intents/zh/a.json at /x/kind: must be one of: class, act, priority, risk, emotion, human"));
    EXPECT_THAT(found, Contains("intents/zh/a.json at /x/patterns/0/weight: must be from -100 to 100, is 101"));
    EXPECT_THAT(found, Contains("intents/zh/a.json at /x/patterns/0/reading: must be one of: stated, affirmed, any"));
    EXPECT_THAT(found, Contains("intents/zh/a.json at /x/patterns/0/match: expected an array, found number"));
}

TEST_F(LoadIntents, R18_WrongClassesAreProblems) {
    write("classes.json", R"({"categories": [{"name": "q", "english": "Q", "team": "t", "classes": [
        {"name": "chat", "english": "F", "kind": "flaw", "priority": "max", "needs": ["shoe_size"]},
        {"name": "chat", "english": "F", "kind": "chat", "priority": "低"}]}]})");
    const auto found = problems();
    EXPECT_THAT(
        found,
        Contains("classes.json at /categories/0/classes/0/kind: must be fault, complaint, request, question, praise or chat"));
    EXPECT_THAT(found, Contains("classes.json at /categories/0/classes/0/priority: must be 紧急, 高, 中 or 低"));
    EXPECT_THAT(found, Contains("classes.json at /categories/0/classes/0/needs/0: unknown slot \"shoe_size\""));
    EXPECT_THAT(found, Contains("classes.json at /categories/0/classes/1: the class \"chat\" is there already"));
}

TEST(Numbers, R25_ChineseNumerals) {
    EXPECT_EQ(intents::parse_number("十二"), 12);
    EXPECT_EQ(intents::parse_number("两百零三"), 203);
    EXPECT_EQ(intents::parse_number("仨"), 3);
    EXPECT_EQ(intents::parse_number("十几"), 10);
    EXPECT_EQ(intents::parse_number("好几"), intents::kSeveral);
    EXPECT_EQ(intents::parse_number("dozen"), 12);
    EXPECT_EQ(intents::parse_number("坏"), std::nullopt);
    EXPECT_EQ(intents::parse_number(""), std::nullopt);
    EXPECT_EQ(intents::digits_one_by_one("七八零二"), "7802");
}

}  // namespace
}  // namespace config
