// Compares the flow interpreter with npm xstate over random machines: active states, actions in their order, and the end, after
// every event. Exit code 1 when one differs; it is printed with its seed, made as small as it goes.
#include "tests/oracle/comparison.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

constexpr std::uint64_t kCasesAtOnce = 1000;

struct Options {
    std::uint64_t machines = 5000;
    std::uint64_t seed = 1;
    bool no_shrink = false;
    std::filesystem::path script = std::filesystem::path(FRONTDESK_SOURCE_DIR) / "tests/oracle/oracle.mjs";
};

struct Counts {
    std::uint64_t compared = 0;
    std::uint64_t endless = 0;
    std::uint64_t left_out = 0;  // xstate refuses the machine, or comes to stand where no statechart may
};

// False when a machine of this part differs.
bool compare(const Options& options, std::uint64_t first, std::uint64_t count, Counts& counts) {
    std::vector<oracle::Json> cases;
    for (std::uint64_t i = 0; i < count; ++i) cases.push_back(oracle::make_case(first + i));
    const auto outcomes = oracle::run_reference(options.script, cases);
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const bool comparable = oracle::is_comparable(outcomes[i]);
        ++(comparable ? counts.compared : counts.left_out);
        if (!comparable) continue;
        counts.endless += outcomes[i].endless;
        const auto found = oracle::difference(outcomes[i], oracle::run_interpreter(cases[i]));
        if (!found) continue;
        std::cout << "seed " << first + i << ": " << *found << "\n";
        if (options.no_shrink) return false;
        const auto small = oracle::shrink(options.script, cases[i]);
        const auto again = oracle::difference(oracle::run_reference(options.script, {small}).front(), oracle::run_interpreter(small));
        std::cout << small.dump(2) << "\n" << again.value_or("") << "\n";
        return false;
    }
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app{"Compares the flow interpreter with npm xstate over random machines"};
    app.add_option("--machines", options.machines, "how many")->capture_default_str();
    app.add_option("--seed", options.seed, "of the first machine")->capture_default_str();
    app.add_flag("--no-shrink", options.no_shrink, "leave what differs as it is");
    app.add_option("--script", options.script, "the reference")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    Counts counts;
    for (std::uint64_t done = 0; done < options.machines; done += kCasesAtOnce)
        if (!compare(options, options.seed + done, std::min(kCasesAtOnce, options.machines - done), counts)) return 1;
    std::cout << counts.compared << " machines behave alike (" << counts.endless << " of them endless), " << counts.left_out << " left out\n";
    return 0;
}
