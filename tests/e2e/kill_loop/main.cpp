// The kill loop: kill_loop --kills N --seed S [--server PROGRAM] [--data DIR]. Exit code 0: nothing acknowledged was lost or doubled.
// See docs/reliability.md.
#include "tests/e2e/kill_loop/loop.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fcntl.h>
#include <iostream>
#include <unistd.h>

namespace {

using namespace kill_loop;

constexpr int kKillsPerHouse = 100;  // then a fresh data directory: what is checked stays small
constexpr int kSyncs = 101;
constexpr int kKillsForAllFailpoints = 300;  // a run of so many that misses one is no proof

struct Options {
    int kills = 20;
    std::uint64_t seed = 1;
    std::filesystem::path data;
    std::filesystem::path program;
};

// Median of fdatasync after a write of 4 KiB in that directory, in microseconds.
double fdatasync_median_us(const std::filesystem::path& directory) {
    const auto path = directory / "sync-probe";
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const std::string block(4096, 'x');
    std::vector<double> took;
    for (int count = 0; count < kSyncs; ++count) {
        if (::write(file, block.data(), block.size()) < 0) break;
        const auto begin = Clock::now();
        ::fdatasync(file);
        took.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
    }
    ::close(file);
    std::filesystem::remove(path);
    std::nth_element(took.begin(), took.begin() + kSyncs / 2, took.end());
    return took.size() < kSyncs ? 0 : took[kSyncs / 2];
}

// The shipped desk, but the bot answers as soon as nothing came for 20 ms, and customers may say as much as they like.
void write_configuration(const std::filesystem::path& to) {
    std::filesystem::copy(std::filesystem::path(FRONTDESK_SOURCE_DIR) / "config", to, std::filesystem::copy_options::recursive);
    std::ifstream shipped(to / "desk.json");
    auto desk = Json::parse(shipped);
    desk["settle_milliseconds"] = 20;
    std::ofstream(to / "desk.json") << desk.dump(2);
    std::ofstream(to / "limits.json") << R"({"conversation": {"max_messages": 10000}})";
}

Json summary(const Options& options, const Oracle& oracle, const Tally& tally, double sync_us, double seconds) {
    const auto& counts = oracle.counts();
    return {{"kills", tally.kills}, {"seed", options.seed}, {"at_random", tally.at_random}, {"while_starting", tally.before_open}, {"clean_stops", tally.stops}, {"io_errors", tally.io_errors},
            {"at_failpoint", tally.at_failpoint}, {"conversations", oracle.conversations().size()}, {"turns", tally.turns}, {"tickets", tally.tickets},
            {"sent", counts.sent}, {"sent_again", counts.sent_again}, {"acknowledged", counts.acknowledged}, {"refused", counts.refused}, {"seen", counts.seen},
            {"violations", oracle.violations().size()}, {"start_ms", tally.starts > 0 ? tally.starts_ms / static_cast<std::uint64_t>(tally.starts) : 0},
            {"fdatasync_median_us", sync_us}, {"seconds", seconds}};
}

void expect_all_failpoints(Oracle& oracle, const Tally& tally) {
    for (const auto name : storage::kFailpointNames)
        if (!tally.at_failpoint.contains(std::string(name))) oracle.violation("never reached: " + std::string(name));
}

int run_loop(const Options& options) {
    const auto begin = Clock::now();
    std::filesystem::create_directories(options.data);
    write_configuration(options.data / "config");
    Oracle oracle(options.data / "oracle.log");
    Tally tally;
    std::mt19937_64 random(options.seed);
    for (int left = options.kills, house = 1; left > 0 && oracle.violations().empty(); left -= kKillsPerHouse, ++house) {
        const auto directory = options.data / ("house" + std::to_string(house));
        Launch launch{options.program, directory, options.data / "config", options.data / "server.log", free_port()};
        Loop(oracle, launch, random()).run(std::min(left, kKillsPerHouse), tally);
        if (oracle.violations().empty()) std::filesystem::remove_all(directory);
    }
    if (tally.kills >= kKillsForAllFailpoints) expect_all_failpoints(oracle, tally);
    const auto sync_us = fdatasync_median_us(options.data);
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    for (const auto& violation : oracle.violations()) std::cout << violation << "\n";
    std::cout << tally.kills << " kills: " << oracle.counts().acknowledged << " acknowledged, " << oracle.violations().size() << " violations\n";
    std::cout << summary(options, oracle, tally, sync_us, seconds).dump() << std::endl;
    return oracle.violations().empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    options.program = std::filesystem::canonical("/proc/self/exe").parent_path() / "frontdesk_under_test";
    std::string data;
    CLI::App app{"Kills a server again and again while customers and agents talk to it", "kill_loop"};
    app.add_option("--kills", options.kills, "How many times")->check(CLI::Range(2, 1'000'000))->capture_default_str();
    app.add_option("--seed", options.seed, "What everybody says and where the server is killed")->capture_default_str();
    app.add_option("--data", data, "An empty folder, kept afterwards; default: a temporary one, kept when something is wrong");
    app.add_option("--server", options.program, "The program under test")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    const bool temporary = data.empty();
    options.data = temporary ? std::filesystem::temp_directory_path() / ("kill-loop-" + std::to_string(::getpid())) : std::filesystem::path(data);
    try {
        const int outcome = run_loop(options);
        if (temporary && outcome == 0) std::filesystem::remove_all(options.data);
        else std::cout << "What happened: " << options.data.string() << "\n";
        return outcome;
    } catch (const std::exception& error) {
        std::cerr << "kill_loop: " << error.what() << "\n";
        return 2;
    }
}
