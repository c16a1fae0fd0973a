// `load`: drives an echo or a desk with WebSocket clients of its own and writes what came of it as one line of JSON.
// Exit codes: 0 every answer was right, 1 one was not, 2 wrong usage.
#include "tests/bench/load.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

namespace {

double microseconds(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1e3; }

nlohmann::ordered_json told(const bench::Plan& plan, const bench::Outcome& outcome) {
    const auto turns = outcome.latency.total();
    const double each = turns > 0 ? static_cast<double>(turns) : 1;
    return {
        {"what", plan.echo ? "echo" : plan.tokens.empty() ? "intake" : "resume"},
        {"connections", plan.connections},
        {"turns", turns},
        {"conversations", outcome.conversations},
        {"seconds", static_cast<double>(outcome.took.count()) / 1e9},
        {"turns_per_second", each * 1e9 / static_cast<double>(std::max<std::int64_t>(outcome.took.count(), 1))},
        {"p50_us", microseconds(outcome.latency.quantile(0.5))},
        {"p99_us", microseconds(outcome.latency.quantile(0.99))},
        {"p999_us", microseconds(outcome.latency.quantile(0.999))},
        {"late", outcome.late},
        {"cpu_us_per_turn", microseconds(outcome.after.cpu - outcome.from.cpu) / each},
        {"written_bytes_per_turn", static_cast<double>(outcome.after.written_bytes - outcome.from.written_bytes) / each},
        {"resident_before", outcome.before.resident_bytes},
        {"resident_idle", outcome.idle.resident_bytes},
        {"resident_after", outcome.after.resident_bytes},
    };
}

void resume_all(bench::Plan& plan, const std::string& path) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) plan.tokens.push_back(line);
    if (plan.tokens.empty()) throw std::runtime_error("no tokens in " + path);
    plan.conversations = plan.tokens.size();
}

void allow_many_sockets() {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Drives an echo or a desk", "load"};
    bench::Plan plan;
    double seconds = 5, warm_up_s = 1, hold_s = 0;
    std::string probe, tokens;
    app.add_option("--port", plan.port, "The server's port on 127.0.0.1");
    app.add_option("--pid", plan.server, "The server's process, to read its CPU, memory and disk");
    app.add_flag("--echo", plan.echo, "40 bytes that come back, instead of the intake");
    app.add_option("--connections", plan.connections)->capture_default_str();
    app.add_option("--idle", plan.idle, "Customers who say hello first and then nothing")->capture_default_str();
    app.add_option("--hold", hold_s, "Seconds in which only they are there")->capture_default_str();
    app.add_option("--rate", plan.rate, "Turns a second; 0: each connection speaks as soon as it is answered")->capture_default_str();
    app.add_option("--seconds", seconds)->capture_default_str();
    app.add_option("--warm-up", warm_up_s, "Seconds before counting")->capture_default_str();
    app.add_option("--conversations", plan.conversations, "Counts this many (with --echo: messages) from the first byte on, instead of --seconds");
    app.add_option("--turns", plan.turns, "Of a conversation; 0: the greeting only")->check(CLI::Range(0, 6))->capture_default_str();
    app.add_option("--resume", tokens, "A file of resume tokens: each is used once, to read the whole conversation again");
    app.add_option("--probe", probe, "Only: the median fdatasync in this folder, in microseconds");
    CLI11_PARSE(app, argc, argv);
    const auto milliseconds = [](double time_s) { return std::chrono::milliseconds(static_cast<std::int64_t>(time_s * 1000)); };
    plan.time = milliseconds(seconds);
    plan.warm_up = milliseconds(warm_up_s);
    plan.hold = milliseconds(hold_s);
    try {
        if (!probe.empty()) {
            std::cout << microseconds(bench::median_fdatasync(probe)) << "\n";
            return 0;
        }
        if (plan.port == 0) throw std::runtime_error("--port is needed");
        if (!tokens.empty()) resume_all(plan, tokens);
        allow_many_sockets();
        std::cout << told(plan, bench::Load(plan).run()).dump() << std::endl;
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "load: " << error.what() << "\n";
        return 1;
    }
}
