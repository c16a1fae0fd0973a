// Runs seeds. Without arguments: 2,000 of them. --seeds N, --first N: others; --seed N --trace: one of them, told step by step.
#include "config/load.hpp"
#include "server/log.hpp"
#include "tests/simulation/world.hpp"

#include <chrono>
#include <gmock/gmock.h>
#include <iostream>
#include <memory>
#include <string>

namespace simulation {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t kDefaultSeeds = 60;
#else
constexpr std::uint64_t kDefaultSeeds = 2'000;
#endif
constexpr std::uint64_t kEnoughForSometimes = 2'000;  // with fewer seeds rare events may be missing

struct Options {
    std::uint64_t first = 1;
    std::uint64_t seeds = kDefaultSeeds;
    bool traced = false;
};
Options options;

const dialog::Desk& shipped_desk() {
    static const std::shared_ptr<const config::Loaded> loaded = [] {
        config::Problems problems;
        return std::shared_ptr<const config::Loaded>(config::load(std::string(FRONTDESK_SOURCE_DIR) + "/config", problems));
    }();
    return loaded->desk;
}

struct Total {
    Outcome sum;
    std::uint64_t failed = 0;
    void add(std::uint64_t seed, const Outcome& outcome) {
        sum.turns += outcome.turns;
        sum.crashed_at.insert(outcome.crashed_at.begin(), outcome.crashed_at.end());
        for (std::size_t i = 0; i < sum.sometimes.size(); ++i) sum.sometimes[i] += outcome.sometimes[i];
        if (outcome.violations.empty()) return;
        ++failed;
        for (const auto& violation : outcome.violations) ADD_FAILURE() << "seed " << seed << ": " << violation;
        std::cout << "again: simulation_test --seed " << seed << " --trace\n";
    }
};

constexpr std::uint64_t kMaxFailures = 5;  // seeds; more say nothing new

TEST(Simulation, P1_P2_P4_P5_P6_P7_P8_P11_HoldForEverySeed) {
    Total total;
    for (std::uint64_t seed = options.first; seed < options.first + options.seeds && total.failed < kMaxFailures; ++seed) {
        total.add(seed, World(seed, shipped_desk(), options.traced).run());
    }
    std::cout << options.seeds << " seeds, " << total.sum.turns << " turns, crashed at " << total.sum.crashed_at.size() << " failpoints\n";
    if (options.traced || options.seeds >= kEnoughForSometimes) {
        for (std::size_t i = 0; i < kSometimesNames.size(); ++i) std::cout << "  " << kSometimesNames[i] << ": " << total.sum.sometimes[i] << "\n";
    }
    if (options.seeds < kEnoughForSometimes || total.failed > 0) return;
    for (std::size_t i = 0; i < kSometimesNames.size(); ++i) EXPECT_GT(total.sum.sometimes[i], 0U) << kSometimesNames[i] << " never happened";
    for (const auto point : kFailpointsPassed) EXPECT_TRUE(total.sum.crashed_at.contains(point)) << storage::name(point) << " was never hit";
}

TEST(Simulation, TheSameSeedGivesTheSameRun) {
    const auto first = World(7, shipped_desk(), false).run();
    const auto second = World(7, shipped_desk(), false).run();
    EXPECT_EQ(first.turns, second.turns);
    EXPECT_EQ(first.sometimes, second.sometimes);
}

}  // namespace
}  // namespace simulation

int main(int count, char** arguments) {
    testing::InitGoogleMock(&count, arguments);
    auto& options = simulation::options;
    for (int i = 1; i < count; ++i) {
        const std::string name = arguments[i];
        const auto number = [&] { return i + 1 < count ? std::stoull(arguments[++i]) : 0; };
        if (name == "--seeds") options.seeds = number();
        else if (name == "--first") options.first = number();
        else if (name == "--seed") options = {number(), 1, options.traced};
        else if (name == "--trace") options.traced = true;
        else return std::cerr << "unknown option " << name << "\n", 2;
    }
    server::set_log_level(server::LogLevel::none);
    return RUN_ALL_TESTS();
}
