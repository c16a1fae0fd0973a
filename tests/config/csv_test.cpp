#include "config/csv.hpp"

#include <gmock/gmock.h>

namespace {

using namespace config;
using testing::ElementsAre;
using testing::IsEmpty;

struct Parsed {
    CsvTable table;
    std::vector<std::string> problems;
};

Parsed parse(std::string_view text) {
    Problems problems;
    Parsed parsed{parse_csv(text, "x.csv", problems), {}};
    for (const auto& problem : problems) parsed.problems.push_back(problem.path + ": " + problem.message);
    return parsed;
}

TEST(Csv, R61_QuotesCommasAndLineBreaksInsideAFieldAreItsOwn) {
    const auto [table, problems] = parse("a,b\r\n1,\"x, y\"\r\n2,\"he said \"\"no\"\"\"\r\n3,\"two\r\nlines\"\r\n4,\"\"\r\n");
    EXPECT_THAT(problems, IsEmpty());
    EXPECT_THAT(table.header, ElementsAre("a", "b"));
    EXPECT_THAT(table.rows, ElementsAre(CsvRow{2, {"1", "x, y"}}, CsvRow{3, {"2", "he said \"no\""}}, CsvRow{4, {"3", "two\r\nlines"}},
                                        CsvRow{6, {"4", ""}}));
}

TEST(Csv, R61_AByteOrderMarkLineFeedsEmptyLinesAndAMissingLastLineEndAreAccepted) {
    const auto [table, problems] = parse("\xEF\xBB\xBF" "a,b\n\n1,2\n\r\n,\n3,4");
    EXPECT_THAT(problems, IsEmpty());
    EXPECT_THAT(table.header, ElementsAre("a", "b"));
    EXPECT_THAT(table.rows, ElementsAre(CsvRow{3, {"1", "2"}}, CsvRow{5, {"", ""}}, CsvRow{6, {"3", "4"}}));
}

TEST(Csv, R61_EachMistakeIsNamedWithLineAndColumnAndTheNextRowIsRead) {
    struct Case { const char* row; const char* problem; };
    for (const auto& [row, problem] : {
             Case{"1", "line 2, column 1: has 1 fields, the header has 2"},
             Case{"1,2,3", "line 2, column 1: has 3 fields, the header has 2"},
             Case{"名字,x\"y", "line 2, column 5: a quote inside a field that does not begin with one"},
             Case{"1,\"x\"y", "line 2, column 6: expected a comma or the end of the line after the closing quote"},
         }) {
        const auto [table, problems] = parse(std::string("a,b\n") + row + "\n8,9\n");
        EXPECT_THAT(problems, ElementsAre(problem)) << row;
        EXPECT_THAT(table.rows, ElementsAre(CsvRow{3, {"8", "9"}})) << row;
    }
}

TEST(Csv, R61_AnOpenQuoteIsNamedWhereItBegins) {
    const auto [table, problems] = parse("a,b\n1,\"x\n8,9\n");
    EXPECT_THAT(problems, ElementsAre("line 2, column 3: the quote is never closed"));
    EXPECT_THAT(table.rows, IsEmpty());
}

TEST(Csv, R61_AFileWithoutAHeaderIsAProblem) {
    EXPECT_THAT(parse("").problems, ElementsAre("line 1, column 1: expected the names of the columns"));
    EXPECT_THAT(parse("\n1,2\n").problems, ElementsAre("line 1, column 1: expected the names of the columns"));
    EXPECT_THAT(parse("a,b").problems, IsEmpty());
}

}  // namespace
