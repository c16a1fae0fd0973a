// Each canary must be caught: the program made wrong by a patch of tests/canaries fails the kill loop, or the loss of power, for the
// right reason. Tests that a wrong program passes would prove nothing.
#include <array>
#include <cstdio>
#include <filesystem>
#include <gmock/gmock.h>
#include <string>
#include <sys/wait.h>

namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

constexpr int kKills = 12;  // a canary is caught after fewer
constexpr int kSeed = 5;

std::filesystem::path here() { return std::filesystem::canonical("/proc/self/exe").parent_path(); }

struct Outcome {
    int code = -1;
    std::string said;
};

Outcome run(const std::string& command) {
    Outcome outcome;
    std::FILE* output = ::popen((command + " 2>&1").c_str(), "r");
    std::array<char, 4096> bytes{};
    for (std::size_t size = 0; (size = std::fread(bytes.data(), 1, bytes.size(), output)) > 0;) outcome.said.append(bytes.data(), size);
    const int status = ::pclose(output);
    outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
}

Outcome kill_loop(const std::string& server) {
    const auto data = std::filesystem::temp_directory_path() / ("canary-" + server);
    std::filesystem::remove_all(data);
    auto outcome = run((here() / "kill_loop").string() + " --kills " + std::to_string(kKills) + " --seed " + std::to_string(kSeed) + " --data " + data.string() +
                       " --server " + (here() / server).string());
    std::filesystem::remove_all(data);
    return outcome;
}

struct Canary {
    const char* name;
    const char* caught_as;  // how the violation begins
};

class Canaries : public testing::TestWithParam<Canary> {};

TEST_P(Canaries, FailTheKillLoop) {
    const auto outcome = kill_loop(std::string("frontdesk_under_test_canary_") + GetParam().name);
    EXPECT_EQ(outcome.code, 1) << outcome.said;
    EXPECT_THAT(outcome.said, HasSubstr(GetParam().caught_as));
    EXPECT_THAT(outcome.said, Not(HasSubstr("crash: "))) << "it did not even run";
}

INSTANTIATE_TEST_SUITE_P(All, Canaries,
                         testing::Values(Canary{"ack_before_commit", "lost: "}, Canary{"no_deduplication", "doubled: "}, Canary{"entry_skipped_on_resume", "gap: "},
                                         Canary{"ticket_number_again", "ticket twice: "}, Canary{"queue_place_dropped", "queue: "}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Canaries, TheRealProgramPasses) {
    const auto outcome = kill_loop("frontdesk_under_test");
    EXPECT_EQ(outcome.code, 0) << outcome.said;
}

TEST(Canaries, ACommitThatDoesNotWaitForTheDiskFailsTheLossOfPower) {
    const std::string test = " --gtest_filter=BadDisk.P1_WhatWasReportedSurvivesALossOfPowerAtAnyMoment";
    const auto wrong = run((here() / "storage_test_canary_sync_off").string() + test);
    EXPECT_NE(wrong.code, 0) << wrong.said;
    // What was reported is gone, or so much that the database does not even open.
    EXPECT_THAT(wrong.said, AnyOf(HasSubstr("[  FAILED  ]"), HasSubstr("database disk image is malformed")));
    const auto right = run((here() / "storage_test").string() + test);
    EXPECT_EQ(right.code, 0) << right.said;
    EXPECT_THAT(right.said, HasSubstr("[  PASSED  ] 1 test"));
}

}  // namespace
