// The whole configuration: the shipped one has no problem, and a mistake anywhere is named with file and path.
#include "config/load.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace config {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A copy of the shipped configuration in which one text is replaced; the problems that loading it finds.
class Changed {
public:
    Changed() : root_(fs::temp_directory_path() / ("frontdesk_load_test_" + std::to_string(::getpid()))) {
        fs::remove_all(root_);
        fs::copy(fs::path(FRONTDESK_SOURCE_DIR) / "config", root_, fs::copy_options::recursive);
    }
    ~Changed() { fs::remove_all(root_); }

    Changed& replace(const std::string& file, const std::string& from, const std::string& to) {
        std::ifstream in(root_ / file);
        std::string text{std::istreambuf_iterator<char>(in), {}};
        const auto at = text.find(from);
        EXPECT_NE(at, std::string::npos) << from << " is not in " << file;
        if (at != std::string::npos) text.replace(at, from.size(), to);
        std::ofstream(root_ / file) << text;
        return *this;
    }

    std::vector<std::string> problems() const {
        Problems found;
        const auto loaded = load(root_, found);
        EXPECT_EQ(loaded == nullptr, !found.empty());
        std::vector<std::string> out;
        for (const auto& problem : found) out.push_back(to_string(problem));
        return out;
    }

private:
    fs::path root_;
};

TEST(Load, TheShippedConfigurationHasNoProblem) { EXPECT_THAT(Changed().problems(), IsEmpty()); }

TEST(Load, MistakesInSeveralFilesAreAllNamedAtOnce) {
    Changed changed;
    changed.replace("desk.json", "\"max_misses\": 2", "\"max_misses\": \"two\", \"colour\": 1")
        .replace("flows/intake.json", "\"target\": \"what_wrong\"", "\"target\": \"what_rong\"")
        .replace("texts/en.json", "{company}", "{compny}");
    const auto problems = changed.problems();
    EXPECT_THAT(problems, Contains("desk.json at /colour: unknown key"));
    EXPECT_THAT(problems, Contains(AllOf(HasSubstr("desk.json at /max_misses"), HasSubstr("expected a whole number"))));
    EXPECT_THAT(problems, Contains(HasSubstr("there is no state \"what_rong\" to go to")));
    EXPECT_THAT(problems, Contains(HasSubstr("texts/en.json at /prompts/greeting: unknown value {compny}")));
}

TEST(Load, ATextThatOneLanguageLacksIsNamed) {
    Changed changed;
    changed.replace("texts/en.json", "\"take_your_time\"", "\"take_your_tim\"");
    EXPECT_THAT(changed.problems(), Contains(HasSubstr("texts/en.json at /prompts: \"take_your_time\" is missing, zh-CN has it")));
}

TEST(Load, ASyntaxErrorNamesItsLine) {
    Changed changed;
    changed.replace("desk.json", "\"flow\": \"intake\",", "\"flow\": \"intake\"");
    EXPECT_THAT(changed.problems(), Contains(HasSubstr("desk.json at line 5, column")));
}

TEST(Load, AClassMayOnlyNeedFactsThatTheDeskHas) {
    Changed changed;
    changed.replace("desk.json", "\"about_whom\": {\"max_bytes\": 200},", "");
    EXPECT_THAT(changed.problems(), Contains(HasSubstr("needs the slot \"about_whom\"")));
}

}  // namespace
}  // namespace config
