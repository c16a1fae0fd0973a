#include "tests/simulation/world.hpp"

#include "dialog/engine.hpp"
#include "tests/simulation/agent.hpp"
#include "tests/simulation/checks.hpp"
#include "tests/simulation/customer.hpp"
#include "tests/simulation/house.hpp"
#include "tests/simulation/witness.hpp"

#include <algorithm>
#include <iostream>
#include <utility>

namespace simulation {
namespace {

constexpr milliseconds kChaos{60'000};
constexpr milliseconds kCalm{7 * 60'000};      // longer than the first silence, the lease and the longest wait before a reconnect
constexpr milliseconds kRest{20'000};          // at most, until nothing is under way
constexpr milliseconds kStopPatience{10'000};
constexpr std::uint64_t kMaxSteps = 400'000;   // of one run; more is a loop

World* running = nullptr;  // the one whose house passes failpoints

void pass_in_world(storage::Failpoint point) {
    if (running) running->pass(point);
}

tickets::Time monday_morning() { return std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(2); }

}  // namespace

World::World(std::uint64_t seed, const dialog::Desk& the_desk, bool traced)
    : random(seed), desk(the_desk), traced_(traced), epoch_(monday_morning()), witness_(std::make_unique<Witness>(*this)) {
    running = this;
    storage::failpoint_hook = pass_in_world;
    plan();
}

World::~World() {
    running = nullptr;
    storage::failpoint_hook = nullptr;
    if (!house_) return;
    scheduler.house_ended();
    for (const auto& link : links_) link->house_ended();
    house_->crashed(false);
}

void World::plan() {
    const auto maybe = [&](int least, int most) { return random.one_in(2) ? random.between(least, most) : 0; };
    faults_ = {maybe(1'000, 10'000), maybe(5'000, 40'000), maybe(15'000, 60'000), maybe(10'000, 40'000), maybe(10'000, 40'000), maybe(10, 60),
               maybe(15, 120),       maybe(10, 60),        maybe(10, 50),         maybe(10, 60),         std::nullopt,          0};
    weather.delay_ms = random.between(1, 300);
    weather.slow_frame_one_in = maybe(20, 100);
    limits.agent_lease = milliseconds(15'000);
    limits.idle_unload = milliseconds(random.between(0, 30'000));
    limits.max_sockets_per_conversation = 3;
    limits.max_replay_bytes = random.one_in(3) ? 600 : 192 * 1024;
    limits.max_mailbox_events = random.one_in(3) ? 2 : 64;
    limits.max_messages = random.one_in(4) ? 3 : 20;
    arm_failpoint();
    for (int i = random.between(1, 4); i > 0; --i) customers_.push_back(std::make_unique<Customer>(*this, i));
    for (int i = random.between(0, 3); i > 0; --i) agents_.push_back(std::make_unique<Agent>(*this, "agent" + std::to_string(i)));
}

void World::arm_failpoint() {
    faults_.failpoint.reset();
    if (!random.one_in(3)) return;
    faults_.failpoint = kFailpointsPassed[random.below(kFailpointsPassed.size())];
    faults_.failpoint_passes = random.one_in(2) ? 1 : random.between(2, 6);  // some are passed once a run at most
}

void World::pass(storage::Failpoint point) {
    if (calm_ || faults_.failpoint != point || --faults_.failpoint_passes > 0) return;
    outcome_.crashed_at.insert(point);
    throw Crash{std::string(storage::name(point))};
}

void World::violate(const std::string& what) {
    trace("VIOLATION", what);
    if (outcome_.violations.size() < 10) outcome_.violations.push_back(what + " (at " + std::to_string(now().count()) + " ms)");
}

void World::trace(const std::string& who, const std::string& what) const {
    if (traced_) std::cout << now().count() << " ms  " << who << ": " << what << "\n";
}

std::shared_ptr<Link> World::connect(LinkEnd& client, const std::string& agent) {
    std::erase_if(links_, [](const auto& link) { return !link->client() && !link->has_session(); });
    const auto lane = static_cast<unsigned>(random.below(House::kLanes));
    auto link = std::make_shared<Link>(scheduler, random, weather, client, lane, "192.0.2.1",
                                       [this](Link& said_on, const std::string& frame) { witness_->spoken(said_on, frame); });
    links_.push_back(link);
    server::net::Request request;
    if (!agent.empty()) request.headers["x-agent"] = agent;
    link->connect(house_ && house_->doors_open ? &house_->route(!agent.empty()) : nullptr, request);
    return link;
}

Conditions World::conditions() {
    Conditions conditions;
    conditions.later = [this](std::function<void()> step) {
        const bool slow = !calm_ && random.one_in(faults_.slow_sync_one_in);
        scheduler.after(milliseconds(random.between(0, slow ? 14'000 : 8)), Owner::house, std::move(step));
    };
    conditions.is_full = [this] {
        if (full_) seen(Sometimes::disk_was_full);
        return full_ || (!calm_ && random.one_in(faults_.overloaded_one_in));
    };
    conditions.fails = [this] {
        const bool fails = !calm_ && !opening_ && random.one_in(faults_.fails_one_in);
        if (fails) seen(Sometimes::read_failed);
        return fails;
    };
    conditions.meanwhile = [this] {
        if (!opening_) scheduler.meanwhile();
    };
    conditions.before_turn = [this](const dialog::Turn& turn) { stranger_writes(turn); };
    return conditions;
}

bool World::too_busy() {
    const bool busy = !calm_ && random.one_in(faults_.busy_one_in);
    if (busy) seen(Sometimes::workers_were_busy);
    return busy;
}

// Another process commits a turn on the same conversation, a moment before ours.
void World::stranger_writes(const dialog::Turn& turn) {
    const dialog::Turn* last = disk.last_turn(turn.conversation.id);
    if (calm_ || !last || !random.one_in(faults_.stranger_one_in)) return;
    const std::string cid = "stranger-" + std::to_string(++strangers_);
    const dialog::Event event = dialog::AgentNoted{{"stranger", "Stranger", "9"}, cid, "noted elsewhere"};
    dialog::Surroundings around;
    around.now = wall();
    auto theirs = dialog::step(desk, last->conversation, event, around);
    witness_->stepped(event, around, theirs);
    std::string fault;
    if (disk.append(theirs, fault) == storage::CommitStatus::committed) seen(Sometimes::stranger_was_faster);
}

void World::every(int interval_ms, void (World::*fault)()) {
    if (interval_ms == 0) return;
    scheduler.after(milliseconds(random.between(1, 2 * interval_ms)), Owner::world, [this, interval_ms, fault] {
        if (calm_) return;
        every(interval_ms, fault);
        (this->*fault)();
    });
}

void World::provoke() {
    every(faults_.cut_every_ms, &World::cut_somebody);
    every(faults_.crash_every_ms, &World::crash_anywhere);
    every(faults_.stop_every_ms, &World::stop_house);
    every(faults_.jump_every_ms, &World::jump);
    every(faults_.full_every_ms, &World::fill_disk);
}

void World::crash_anywhere() {
    if (house_) throw Crash{"no particular place"};
}

void World::cut_somebody() {
    std::vector<std::shared_ptr<Link>> whole;
    std::copy_if(links_.begin(), links_.end(), std::back_inserter(whole), [](const auto& link) { return link->client() && !link->is_cut(); });
    if (whole.empty()) return;
    const auto link = random.pick(whole);
    trace("network", "cuts a link");
    link->cut(random.one_in(5) ? Link::Noticed::never : random.one_in(3) ? Link::Noticed::late : Link::Noticed::soon);
}

void World::jump() {
    const bool back = random.one_in(2);
    const milliseconds by(random.between(1'000, back ? 20'000 : 3'600'000));
    seen(back ? Sometimes::clock_jumped_back : Sometimes::clock_jumped_forward);
    trace("clock", std::string(back ? "back by " : "forward by ") + std::to_string(by.count()) + " ms");
    jumped_ += back ? -by : by;
    if (back) jumped_back_ += by;
}

void World::fill_disk() {
    full_ = true;
    trace("disk", "is full");
    scheduler.after(milliseconds(random.between(500, 12'000)), Owner::world, [this] { full_ = false; });
}

void World::open_house() {
    if (house_) return;
    opening_ = true;
    trace("house", "opens");
    try {
        house_ = std::make_unique<House>(*this);
        house_->open();
        house_began_at_ = wall();
    } catch (const Crash& crash) {
        house_crashed(crash);
    }
    opening_ = false;
}

void World::reopen_within(int most_ms) {
    scheduler.after(milliseconds(random.between(0, calm_ ? 0 : most_ms)), Owner::world, [this] { open_house(); });
}

void World::house_crashed(const Crash& crash) {
    const bool kept = random.one_in(2);
    trace("house", "ends at " + crash.where + (kept ? ", the unknown is kept" : ", the unknown is lost"));
    scheduler.house_ended();
    for (const auto& link : links_) link->house_ended();
    if (house_ && house_->crashed(kept)) seen(kept ? Sometimes::crash_kept_the_unknown : Sometimes::crash_lost_the_unknown);
    house_.reset();
    witness_->house_ended();
    arm_failpoint();
    seen(Sometimes::house_was_down);
    reopen_within(random.one_in(4) ? 60'000 : 3'000);
}

void World::stop_house() {
    if (!house_ || !house_->doors_open) return;
    trace("house", "stops");
    house_->doors_open = false;
    house_->reception().wind_down();
    wait_for_end(now() + kStopPatience, false);
}

// As Service::stop does: what was begun ends, then goodbye, then the end. Who loses patience kills it.
void World::wait_for_end(milliseconds patience, bool said_goodbye) {
    scheduler.after(milliseconds(50), Owner::house, [this, patience, said_goodbye] {
        if (now() > patience) throw Crash{"the end of patience"};
        if (!house_->idle()) return wait_for_end(patience, said_goodbye);
        if (!said_goodbye) {
            house_->reception().say_goodbye();
            return wait_for_end(now() + kStopPatience, true);
        }
        if (std::any_of(links_.begin(), links_.end(), [](const auto& link) { return link->has_session(); })) return wait_for_end(patience, true);
        seen(Sometimes::house_stopped_gracefully);
        throw Crash{"the end of a graceful stop"};  // nothing is left that could be lost
    });
}

bool World::at_rest() {
    return house_ && house_->idle() && scheduler.quiet() && std::all_of(links_.begin(), links_.end(), [](const auto& link) { return link->carries_nothing(); });
}

void World::go_on_until(milliseconds end, bool or_at_rest) {
    std::uint64_t steps = 0;
    const milliseconds least = now() + kRest / 2;  // what was begun just before has been answered
    while (now() < end && outcome_.violations.empty()) {
        if (or_at_rest && now() > least && at_rest()) return;
        if (++steps > kMaxSteps) return violate("the world does not come to rest");
        try {
            if (!scheduler.step()) return;
        } catch (const Crash& crash) {
            house_crashed(crash);
        } catch (const std::exception& error) {
            violate(std::string("a task of the house threw: ") + error.what());
        }
    }
}

Outcome World::run() {
    for (const auto& agent : agents_) disk.users[agent->id()] = {agent->id(), agent->id(), agent->id(), "1001", "agent", {}, {}, true};
    import_records(disk);
    open_house();
    for (const auto& customer : customers_) customer->begin();
    for (const auto& agent : agents_) agent->begin();
    provoke();
    go_on_until(kChaos);
    calm_ = true;
    full_ = false;
    weather.slow_frame_one_in = 0;
    trace("world", "calm");
    if (!house_) open_house();
    for (const auto& agent : agents_) agent->calm_down();
    go_on_until(now() + kCalm);
    for (const auto& agent : agents_) agent->rest();
    go_on_until(now() + kRest, true);
    if (outcome_.violations.empty()) check(*this);
    outcome_.turns = disk.journal.size();
    return outcome_;
}

}  // namespace simulation
