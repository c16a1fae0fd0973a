// docs/flows.md is the manual of the closed vocabulary: every term stands in it.
#include "dialog/vocabulary.hpp"

#include <fstream>
#include <gtest/gtest.h>
#include <iterator>

namespace dialog {
namespace {

TEST(FlowManual, NamesEveryActionGuardAndLookup) {
    std::ifstream in(FRONTDESK_SOURCE_DIR "/docs/flows.md");
    const std::string manual{std::istreambuf_iterator<char>(in), {}};
    for (const auto terms : {action_terms(), guard_terms(), actor_terms()})
        for (const auto& term : terms) {
            EXPECT_NE(manual.find("`" + std::string(term.name) + "`"), std::string::npos) << term.name << " is not in docs/flows.md";
            for (const auto& parameter : term.parameters)
                EXPECT_NE(manual.find("`" + std::string(parameter.name) + "`"), std::string::npos) << parameter.name << " of " << term.name;
        }
}

}  // namespace
}  // namespace dialog
