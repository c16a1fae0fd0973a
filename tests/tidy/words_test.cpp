// Words: what docs/glossary.md bans from names, what no file may hold.
#include "tests/tidy/sources.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <gmock/gmock.h>
#include <set>

namespace {

using namespace tidy;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

// Words that say nothing: what does it do, rather?
const std::set<std::string> kEmptyWords{"manager", "helper", "helpers", "util", "utils", "handler", "base", "impl"};

bool is_type_name(std::string_view identifier) {
    return std::isupper(static_cast<unsigned char>(identifier[0])) != 0 &&
           std::any_of(identifier.begin(), identifier.end(), [](char c) { return std::islower(static_cast<unsigned char>(c)) != 0; });
}

TEST(Tidy, TypesAndFilesHaveNoEmptyWordsInTheirNames) {
    for (const auto& source : cpp_sources()) {
        for (const auto& part : parts_of(std::filesystem::path(source.path).stem().string())) EXPECT_FALSE(kEmptyWords.contains(part)) << source.path;
        for (const auto& word : identifiers_of(source)) {
            if (!is_type_name(word.text)) continue;  // libraries have names in snake_case, stream_base for one
            for (const auto& part : parts_of(word.text)) EXPECT_FALSE(kEmptyWords.contains(part)) << source.path << ":" << word.line << " " << word.text;
        }
    }
}

// "Chat" is a command of the program and a path; what people have is a conversation.
TEST(Tidy, NoTypeOrFileIsCalledAChat) {
    for (const auto& source : cpp_sources()) {
        if (room_of(source.path) == "tests" || source.path.starts_with("server/commands/chat.")) continue;  // the command
        EXPECT_THAT(parts_of(std::filesystem::path(source.path).stem().string()), Not(Contains("chat"))) << source.path;
        for (const auto& word : identifiers_of(source)) {
            if (!is_type_name(word.text) || word.text == "ChatOptions") continue;  // the command's
            EXPECT_THAT(parts_of(word.text), Not(Contains("chat"))) << source.path << ":" << word.line;
        }
    }
}

TEST(Tidy, NothingIsLeftToBeDone) {
    const std::vector<std::string> marks{"TO" "DO", "FIX" "ME", "XX" "X:"};
    for (const auto& file : all_files())
        for (const auto& mark : marks) EXPECT_EQ(file.text.find(mark), std::string::npos) << file.path << " holds " << mark;
}

TEST(Tidy, NoFileNamesAHostThatPackagesAreFetchedFrom) {
    const std::vector<std::string> hosts{"registry." "npmjs", "npm" "mirror", "deb." "debian.org", "security." "debian.org",
                                         "pkg." "dev/", "files." "pythonhosted", "proxy." "golang"};
    for (const auto& file : all_files())
        for (const auto& host : hosts) EXPECT_EQ(file.text.find(host), std::string::npos) << file.path << " names " << host;
}

TEST(Tidy, NamesAreSplitIntoTheirWords) {
    EXPECT_THAT(parts_of("BetaManager"), ElementsAre("beta", "manager"));
    EXPECT_THAT(parts_of("kMaxDays"), ElementsAre("k", "max", "days"));
    EXPECT_THAT(parts_of("open_span_"), ElementsAre("open", "span"));
}

}  // namespace
