#include "config/load_flow.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace config {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

std::vector<std::string> problems_of(const char* text) {
    const auto known = [](std::string_view name) { return name == "known"; };
    Problems problems;
    read_flow(Json::parse(text), "flows/test.json", {known, known, known, known}, problems);
    std::vector<std::string> out;
    for (const auto& problem : problems) out.push_back(to_string(problem));
    return out;
}

TEST(LoadFlow, AnUnknownTargetNamesFileAndPath) {
    EXPECT_THAT(problems_of(R"({"initial":"a","states":{"a":{"on":{"e":"nowhere"}}}})"),
                Contains("flows/test.json at /states/a/on/e: there is no state \"nowhere\" to go to"));
}

TEST(LoadFlow, UnknownKeysGuardsActionsAndActorsAreProblems) {
    EXPECT_THAT(problems_of(R"({"initial":"a","states":{"a":{"entry":["dance"]}}})"), Contains(HasSubstr("unknown action \"dance\"")));
    EXPECT_THAT(problems_of(R"({"initial":"a","states":{"a":{"on":{"e":{"guard":"sunny"}}}}})"), Contains(HasSubstr("/states/a/on/e/guard: unknown guard \"sunny\"")));
    EXPECT_THAT(problems_of(R"({"initial":"a","states":{"a":{"onn":{}}}})"), Contains("flows/test.json at /states/a/onn: unknown key"));
    EXPECT_THAT(problems_of(R"({"initial":"a","states":{"a":{"invoke":{"src":"oracle","onDone":"a","onError":"a"}}}})"), Contains(HasSubstr("unknown actor \"oracle\"")));
}

TEST(LoadFlow, ParametersMustBeKnownAndNameWhatExists) {
    EXPECT_THAT(problems_of(R"({"initial":"a","states":{"a":{"entry":[{"type":"say","params":{"prompt":"lost"}}]}}})"),
                Contains("flows/test.json at /states/a/entry/0/params/prompt: there is no prompt \"lost\""));
    EXPECT_THAT(problems_of(R"({"initial":"a","states":{"a":{"entry":["say"]}}})"), Contains(HasSubstr("needs the parameter \"prompt\"")));
    EXPECT_THAT(problems_of(R"({"initial":"a","states":{"a":{"entry":[{"type":"say","params":{"prompt":"known","loud":"yes"}}]}}})"), Contains(HasSubstr("unknown parameter")));
}

TEST(LoadFlow, ALookupMustSayWhatHappensWhenItFails) {
    EXPECT_THAT(problems_of(R"({"initial":"a","states":{"a":{"invoke":{"src":"lookup_ticket","onDone":"a"}}}})"), Contains(HasSubstr("needs onDone and onError")));
}

TEST(LoadFlow, StatesAreFoundByIdByKeyAndBelow) {
    EXPECT_THAT(problems_of(R"({"initial":"a","states":{"a":{"on":{"e":"#b","f":"c.d","g":"#m.c.d"}},"b":{"id":"b"},"c":{"initial":"d","states":{"d":{}}}},"id":"m"})"), ::testing::IsEmpty());
}

}  // namespace
}  // namespace config
