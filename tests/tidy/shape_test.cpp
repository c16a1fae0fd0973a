// The shape of the code: short functions, files of a readable size, a header that says what it is.
#include "tests/tidy/sources.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <map>

namespace {

using namespace tidy;
using testing::ElementsAre;

constexpr std::size_t kLongestFunction = 70;
constexpr std::size_t kShortFunction = 45;  // nine in ten are shorter
constexpr std::size_t kLongestSource = 400;
constexpr std::size_t kLongestHeader = 300;
constexpr std::size_t kLongestTest = 600;  // tables of cases are long and easy to read

// Files that may be longer, each with the reason.
const std::map<std::string, std::string> kLongFiles{};

std::size_t lines_of(const Source& source) { return static_cast<std::size_t>(std::count(source.text.begin(), source.text.end(), '\n')); }

TEST(Tidy, FunctionsAreShort) {
    std::size_t all = 0;
    std::size_t is_short = 0;
    for (const auto& source : cpp_sources()) {
        for (const auto& function : functions_of(source)) {
            EXPECT_LE(function.lines, kLongestFunction) << source.path << ":" << function.line;
            ++all;
            if (function.lines < kShortFunction) ++is_short;
        }
    }
    EXPECT_GE(is_short * 10, all * 9) << is_short << " of " << all << " functions are shorter than " << kShortFunction << " lines";
}

TEST(Tidy, FilesAreOfAReadableSize) {
    for (const auto& source : cpp_sources()) {
        if (kLongFiles.contains(source.path)) continue;
        const auto longest = room_of(source.path) == "tests" ? kLongestTest : source.path.ends_with(".hpp") ? kLongestHeader : kLongestSource;
        EXPECT_LE(lines_of(source), longest) << source.path;
    }
    for (const auto& [path, reason] : kLongFiles) {
        const auto named = std::any_of(cpp_sources().begin(), cpp_sources().end(), [&, name = path](const Source& each) { return each.path == name; });
        EXPECT_TRUE(named) << path << " is an exception but is not there";
    }
}

TEST(Tidy, AHeaderSaysWhatItIsAndIsIncludedOnce) {
    for (const auto& source : cpp_sources()) {
        if (!source.path.ends_with(".hpp")) continue;
        EXPECT_TRUE(source.text.starts_with("// ")) << source.path << " does not begin with what it is";
        EXPECT_NE(source.code.find("#pragma once"), std::string::npos) << source.path;
    }
}

TEST(Tidy, NoLineIsTooLongForTwoWindows) {
    for (const auto& source : cpp_sources()) {
        std::size_t line = 1, begin = 0;
        for (std::size_t end = 0; (end = source.text.find('\n', begin)) != std::string::npos; begin = end + 1, ++line) {
            const auto text = std::string_view(source.text).substr(begin, end - begin);
            const auto columns = std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
            EXPECT_LE(columns, 200) << source.path << ":" << line;
        }
    }
}

std::vector<Function> functions_in(const std::string& text) { return functions_of({"x.cpp", text, blank_comments_and_literals(text)}); }

TEST(Tidy, BodiesOfFunctionsAreFoundByTheirBraces) {
    const auto functions = functions_in(
        "namespace a {\n"
        "struct S {\n"
        "    int one() const {\n"
        "        return 1;  // }\n"
        "    }\n"
        "    int two{2};\n"
        "};\n"
        "enum class E { x, y };\n"
        "const std::vector<int> kList = {1, 2};\n"
        "S::S() : two{3} {\n"
        "    if (true) {\n"
        "    }\n"
        "    call(\"}\", R\"(})\", '}', 1'000);\n"
        "}\n"
        "}\n");
    std::vector<std::pair<std::size_t, std::size_t>> found;
    for (const auto& function : functions) found.emplace_back(function.line, function.lines);
    EXPECT_THAT(found, ElementsAre(std::pair(3U, 3U), std::pair(10U, 5U)));
}

}  // namespace
