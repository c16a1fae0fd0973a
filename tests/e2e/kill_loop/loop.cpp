#include "tests/e2e/kill_loop/loop.hpp"

#include <algorithm>
#include <csignal>
#include <iterator>
#include <poll.h>
#include <sys/wait.h>

namespace kill_loop {
namespace {

using storage::Failpoint;
using std::chrono::milliseconds;

constexpr int kMostRandomDelay_ms = 400;
constexpr int kMostStartDelay_ms = 300;
constexpr int kPatienceForFailpoint_ms = 1500;
constexpr milliseconds kPatienceForStart{30'000};
constexpr milliseconds kPatienceForRest{20'000};
constexpr milliseconds kLastTalk{1'000};   // after the last kill everybody goes on for so long
constexpr milliseconds kQuiet{400};        // nothing unanswered for so long: what follows from it has happened too
constexpr int kMostSyncs = 60;              // of a short life
constexpr int kMostWrites = 400;
constexpr milliseconds kSilence{4'000};    // longer than a timer may be late
constexpr int kTimersBeforeSilence = 5;
constexpr int kChecksEvery = 25;           // kills between looks into the store

bool is_reached_by_stopping(Failpoint point) {
    return point == Failpoint::before_checkpoint || point == Failpoint::after_checkpoint || point == Failpoint::stop_began || point == Failpoint::stop_drained;
}

// How often a point is passed in a short life, about: the count is drawn up to it.
int most_passes(Failpoint point) {
    switch (point) {
        case Failpoint::claim_committed:
        case Failpoint::handoff_committed:
        case Failpoint::lookup_done: return 3;
        case Failpoint::timer_due:
        case Failpoint::timer_rung:
        case Failpoint::token_stored: return 10;
        default: return is_reached_by_stopping(point) || point == Failpoint::in_migration ? 1 : 40;
    }
}

}  // namespace

Loop::Loop(Oracle& oracle, const Launch& launch, std::uint64_t seed) : oracle_(oracle), launch_(launch), world_{oracle, launch.port}, random_(seed) {
    for (int number = 0; number < kCustomers; ++number) customers_.push_back(std::make_unique<Customer>(world_, random_(), number));
}

Loop::Plan Loop::next_plan() {
    const auto between = [&](int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); };
    if (between(1, 10) == 1) {
        const bool sync = between(1, 2) == 1;
        return {{{}, IoError{sync ? "sync" : "write", between(1, sync ? kMostSyncs : kMostWrites)}}, kPatienceForFailpoint_ms, false, false};
    }
    if (between(1, 3) == 1) {
        Plan plan;
        plan.before_open = between(1, 6) == 1;
        plan.terminate = !plan.before_open && between(1, 8) == 1;
        plan.delay_ms = between(0, plan.before_open ? kMostStartDelay_ms : kMostRandomDelay_ms);
        return plan;
    }
    if (points_.empty()) {
        for (std::size_t point = 0; point < storage::kFailpointNames.size(); ++point)
            if (static_cast<Failpoint>(point) != Failpoint::in_migration) points_.push_back(static_cast<Failpoint>(point));
        std::shuffle(points_.begin(), points_.end(), random_);
    }
    const auto point = points_.back();
    points_.pop_back();
    Plan plan{{StopAt{point, between(1, most_passes(point))}, {}}, kPatienceForFailpoint_ms, false, false};
    if (is_reached_by_stopping(point)) plan.terminate = true, plan.delay_ms = between(0, kMostRandomDelay_ms);
    return plan;
}

// While no server runs: each gets a password from the command line.
void Loop::hire_agents() {
    for (int number = 1; number <= kAgents; ++number) {
        const auto name = "agent" + std::to_string(number);
        const auto said = kill_loop::run(launch_.program, {"user", "add", name, "--data", launch_.data.string()});
        const auto begin = said.rfind(": ") + 2;
        agents_.push_back(std::make_unique<Agent>(world_, random_(), name, said.substr(begin, said.find('\n', begin) - begin)));
    }
}

std::vector<Participant*> Loop::everybody() const {
    std::vector<Participant*> all;
    for (const auto& each : agents_) all.push_back(each.get());
    for (const auto& each : customers_) all.push_back(each.get());
    return all;
}

// Waits for the next thing to happen, at most until then, and lets everybody react.
void Loop::poll_once(ServerProcess& server, Clock::time_point until) {
    const auto all = everybody();
    std::vector<pollfd> polled{{server.ended_fd(), POLLIN, 0}, {server.output_fd(), POLLIN, 0}};
    for (const auto* each : all) {
        polled.push_back({each->fd(), each->wants(), 0});
        until = std::min(until, each->due());
    }
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    ::poll(polled.data(), polled.size(), static_cast<int>(std::max<milliseconds::rep>(left.count(), 0)));
    ended_ = polled[0].revents != 0;
    if (polled[1].revents != 0) server.read_output();
    if (server.is_open()) world_.open = !ended_;
    for (std::size_t at = 0; at < all.size(); ++at)
        if (polled[at + 2].revents != 0) all[at]->pump();
    const auto now = Clock::now();
    for (auto* each : all)
        if (each->due() <= now) each->act();
}

// One start of the server and its end as planned.
void Loop::live(const Plan& plan, Tally& tally) {
    const auto started = Clock::now();
    ServerProcess server(launch_, plan.fate);
    std::optional<Clock::time_point> opened;
    std::optional<Clock::time_point> kill_at;
    if (plan.before_open) kill_at = started + milliseconds(plan.delay_ms);
    bool terminated = false;
    bool killed_here = false;
    ended_ = world_.open = false;
    while (!ended_) {
        poll_once(server, kill_at.value_or(started + kPatienceForStart));
        const auto now = Clock::now();
        if (server.is_open() && !opened) {
            opened = now;
            ++tally.starts;
            tally.starts_ms += static_cast<std::uint64_t>(std::chrono::duration_cast<milliseconds>(now - started).count());
            if (!kill_at) kill_at = now + milliseconds(plan.delay_ms);
        }
        if (!opened && now > started + kPatienceForStart) {
            oracle_.violation("start: the server did not open");
            kill_at = now;
        }
        if (!kill_at || now < *kill_at) continue;
        const bool gently = plan.terminate && !terminated;
        server.signal(gently ? SIGTERM : SIGKILL);
        terminated = true;
        killed_here = !gently;
        kill_at = now + (gently ? kPatienceForRest : milliseconds(1000));
    }
    world_.open = false;
    if (!opened) ++tally.before_open;
    for (auto* each : everybody()) each->pump();  // what came before the end still counts
    end(plan, killed_here, server.wait(), tally);
}

void Loop::end(const Plan& plan, bool killed_here, int status, Tally& tally) {
    const bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    const bool stopped = WIFEXITED(status) && WEXITSTATUS(status) == 0 && plan.terminate;
    const bool aborted = plan.fate.io_error && ((WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT) || (WIFEXITED(status) && WEXITSTATUS(status) == 1));
    if (!killed && !stopped && !aborted) oracle_.violation("crash: the server ended by itself with status " + std::to_string(status));
    ++tally.kills;
    if (stopped) ++tally.stops;
    else if (aborted) ++tally.io_errors;
    else if (plan.fate.stop_at && !killed_here) ++tally.at_failpoint[std::string(storage::name(plan.fate.stop_at->point))];
    else ++tally.at_random;
    oracle_.note("ENDED " + std::string(plan.fate.stop_at ? storage::name(plan.fate.stop_at->point) : plan.fate.io_error ? "I/O error" : "at random") + " status " + std::to_string(status));
}

bool Loop::at_rest() const {
    const auto all = everybody();
    return std::all_of(all.begin(), all.end(), [](const Participant* each) { return each->at_rest(); });
}

void Loop::wait_open(ServerProcess& server) {
    const auto until = Clock::now() + kPatienceForStart;
    ended_ = world_.open = false;
    while (!ended_ && !server.is_open() && Clock::now() < until) poll_once(server, until);
}

// Nothing new is said any more; returns when everybody has an answer and nothing follows from it any more.
void Loop::come_to_rest(ServerProcess& server, milliseconds at_least) {
    world_.begin_new = false;
    const auto begun = Clock::now();
    auto quiet_since = begun;
    while (!ended_ && Clock::now() < begun + kPatienceForRest && Clock::now() < std::max(quiet_since + kQuiet, begun + at_least)) {
        poll_once(server, std::max(quiet_since + kQuiet, begun + at_least));
        if (!at_rest()) quiet_since = Clock::now();
    }
    for (const auto* each : everybody())
        if (!each->at_rest()) oracle_.violation("unanswered: " + each->unanswered());
    server.signal(SIGKILL);
    world_.open = false;
    const auto status = server.wait();
    if (ended_) oracle_.violation("crash: the server ended by itself with status " + std::to_string(status));
    world_.begin_new = true;
}

Stored Loop::look() {
    const auto stored = check(oracle_, launch_.data, launch_.data.string() + ".copy");
    if (stored.unfinished > 0) oracle_.violation("timers: " + std::to_string(stored.unfinished) + " timers or lookups are overdue");
    return stored;
}

// A life in which nobody says anything: what was armed and begun before must come about by itself.
void Loop::recover() {
    {
        ServerProcess server(launch_, {});
        wait_open(server);
        come_to_rest(server, kSilence);
    }
    look();
}

// The last life: everybody goes on a little, then all customers ask for a human and no agent takes them; what the desk shows then
// must be what is stored.
void Loop::close(Tally& tally) {
    {
        ServerProcess server(launch_, {});
        wait_open(server);
        const auto until = Clock::now() + kLastTalk;
        while (!ended_ && Clock::now() < until) poll_once(server, until);
        for (const auto& customer : customers_) customer->ask_for_a_human();
        come_to_rest(server, {});
    }
    const auto stored = look();
    check_desk(stored);
    tally.turns += stored.turns;
    tally.tickets += stored.tickets;
}

// What agents and customers were shown of the queue is the queue.
void Loop::check_desk(const Stored& stored) {
    for (const auto& agent : agents_)
        if (agent->queue() != stored.queue)
            oracle_.violation("queue: an agent was shown " + std::to_string(agent->queue().size()) + " waiting, " + std::to_string(stored.queue.size()) + " wait");
    std::set<int> places;
    for (const auto& customer : customers_) {
        if (!customer->waits_for_a_human()) continue;
        const bool possible = customer->place() >= 1 && static_cast<std::size_t>(customer->place()) <= stored.queue.size();
        if (!possible || !places.insert(customer->place()).second) oracle_.violation("queue: a customer was told place " + std::to_string(customer->place()));
    }
}

void Loop::run(int kills, Tally& tally) {
    live({{StopAt{Failpoint::in_migration, 1}, {}}, kPatienceForFailpoint_ms, false, false}, tally);
    hire_agents();
    for (int kill = 1; kill < kills - 1 && oracle_.violations().empty(); ++kill) {
        live(next_plan(), tally);
        if (kill % kChecksEvery == 0) check(oracle_, launch_.data, launch_.data.string() + ".copy");
    }
    if (oracle_.violations().empty()) live({{StopAt{Failpoint::timer_due, kTimersBeforeSilence}, {}}, kPatienceForFailpoint_ms, false, false}, tally);
    if (oracle_.violations().empty()) recover();
    if (oracle_.violations().empty()) close(tally);
}

}  // namespace kill_loop
