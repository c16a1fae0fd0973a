// Who may include whom: the arrows of docs/architecture.md, and the libraries that belong to one room.
#include "tests/tidy/sources.hpp"

#include <algorithm>
#include <array>
#include <gmock/gmock.h>
#include <map>
#include <set>

namespace {

using namespace tidy;
using Rooms = std::set<std::string>;

const std::map<std::string, Rooms> kArrows{
    {"intents", {}},
    {"tickets", {}},
    {"dialog", {"intents", "tickets"}},
    {"storage", {"dialog", "tickets"}},
    {"config", {"dialog", "intents", "tickets"}},
    {"server", {"config", "dialog", "intents", "storage", "tickets"}},
};

const Rooms kPureRooms{"intents", "tickets", "dialog"};

std::string place(const Source& source, std::size_t line) { return source.path + ":" + std::to_string(line); }

TEST(Tidy, RoomsIncludeOnlyAlongTheArrows) {
    for (const auto& source : cpp_sources()) {
        const auto room = room_of(source.path);
        if (room == "tests") continue;
        for (const auto& include : includes_of(source)) {
            if (!include.quoted) continue;
            const auto other = room_of(include.name);
            EXPECT_TRUE(kArrows.contains(other)) << place(source, include.line) << " must name \"" << include.name << "\" from the root";
            EXPECT_TRUE(other == room || kArrows.at(room).contains(other))
                << place(source, include.line) << ": " << room << " may not include " << other;
        }
    }
}

TEST(Tidy, TestsIncludeFromTheRootToo) {
    for (const auto& source : cpp_sources())
        for (const auto& include : includes_of(source))
            EXPECT_TRUE(!include.quoted || include.name.find('/') != std::string::npos) << place(source, include.line) << " " << include.name;
}

TEST(Tidy, AnIncludeInQuotesIsAFileOfTheRepository) {
    std::set<std::string> paths;
    for (const auto& source : cpp_sources()) paths.insert(source.path);
    for (const auto& source : cpp_sources())
        for (const auto& include : includes_of(source))
            EXPECT_TRUE(!include.quoted || paths.contains(include.name)) << place(source, include.line) << " " << include.name;
}

TEST(Tidy, PureRoomsHaveNoInputOutputClockThreadOrRandomness) {
    const std::set<std::string> headers{"iostream", "fstream", "thread", "mutex", "random",       "ctime",  "time.h",     "condition_variable",
                                        "future",   "atomic",  "unistd.h", "filesystem", "sys/time.h", "shared_mutex"};
    const std::set<std::string> words{"system_clock", "steady_clock", "high_resolution_clock", "utc_clock", "getenv", "rand", "srand",
                                      "gettimeofday", "clock_gettime", "printf", "fprintf", "fopen"};
    for (const auto& source : cpp_sources()) {
        if (!kPureRooms.contains(room_of(source.path))) continue;
        for (const auto& include : includes_of(source))
            EXPECT_FALSE(headers.contains(include.name)) << place(source, include.line) << " includes <" << include.name << ">";
        for (const auto& word : identifiers_of(source))
            EXPECT_FALSE(words.contains(word.text)) << place(source, word.line) << " uses " << word.text;
    }
}

TEST(Tidy, EachLibraryStaysInItsRoom) {
    struct Rule {
        std::string_view library;               // how its headers begin
        std::vector<std::string_view> folders;  // where they may be included
    };
    const std::vector<Rule> rules{
        {"boost/beast", {"server/net/"}},  {"boost/", {"server/"}},          {"SQLiteCpp/", {"storage/"}},    {"sqlite3", {"storage/"}},
        {"nlohmann/", {"config/", "server/"}}, {"re2/", {"intents/"}},     {"utf8proc", {"intents/"}},
        {"date/", {"config/"}},            {"CLI/", {"server/"}},            {"spdlog/", {"server/"}},        {"prometheus/", {"server/"}},
        {"openssl/", {"server/"}},         {"sodium", {"server/", "storage/"}},
    };
    for (const auto& source : cpp_sources()) {
        if (room_of(source.path) == "tests") continue;
        for (const auto& include : includes_of(source)) {
            const auto rule = std::find_if(rules.begin(), rules.end(), [&](const Rule& each) { return include.name.starts_with(each.library); });
            if (rule == rules.end()) continue;
            EXPECT_TRUE(std::any_of(rule->folders.begin(), rule->folders.end(), [&](auto folder) { return source.path.starts_with(folder); }))
                << place(source, include.line) << " includes <" << include.name << ">";
        }
    }
}

TEST(Tidy, IncludesOfASourceAreReadButNotThoseInComments) {
    const std::string text = "#include <map>\n// #include <ctime>\n#include \"a/b.hpp\"  // why\n";
    const auto includes = includes_of({"x.cpp", text, blank_comments_and_literals(text)});
    ASSERT_EQ(includes.size(), 2U);
    EXPECT_EQ(includes[0].name, "map");
    EXPECT_FALSE(includes[0].quoted);
    EXPECT_EQ(includes[1].name, "a/b.hpp");
    EXPECT_EQ(includes[1].line, 3U);
}

}  // namespace
