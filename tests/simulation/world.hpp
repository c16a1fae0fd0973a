// One run: the house (the real reception on simulated threads and a simulated store), its customers and agents, the network between them,
// and what goes wrong. Everything follows from the seed.
#pragma once

#include "dialog/desk.hpp"
#include "server/reception.hpp"
#include "storage/failpoint.hpp"
#include "tests/simulation/link.hpp"
#include "tests/simulation/memory_store.hpp"
#include "tests/simulation/sometimes.hpp"

#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace simulation {

class House;
class Witness;
class Customer;
class Agent;

// Ends the process from wherever it is. No std::exception, so that nothing in the house takes it for a fault of its own.
struct Crash {
    std::string where;
};

// What may go wrong in this run; 0: never.
struct Faults {
    int cut_every_ms = 0;
    int crash_every_ms = 0;
    int stop_every_ms = 0;
    int jump_every_ms = 0;
    int full_every_ms = 0;
    int overloaded_one_in = 0;
    int fails_one_in = 0;
    int busy_one_in = 0;
    int stranger_one_in = 0;
    int slow_sync_one_in = 0;
    std::optional<storage::Failpoint> failpoint;  // where the next crash is, when it is not anywhere
    int failpoint_passes = 0;
};

// Where the simulated house passes by; migrations and checkpoints are SQLite's.
inline constexpr std::array kFailpointsPassed{
    storage::Failpoint::before_transaction, storage::Failpoint::between_turns, storage::Failpoint::before_commit, storage::Failpoint::after_commit,
    storage::Failpoint::between_reports, storage::Failpoint::in_fold, storage::Failpoint::committed, storage::Failpoint::claim_committed,
    storage::Failpoint::handoff_committed, storage::Failpoint::acknowledged, storage::Failpoint::announced, storage::Failpoint::timer_due,
    storage::Failpoint::timer_rung, storage::Failpoint::lookup_done, storage::Failpoint::token_stored, storage::Failpoint::stop_began,
    storage::Failpoint::stop_drained};

struct Outcome {
    std::vector<std::string> violations;
    std::array<std::uint64_t, static_cast<std::size_t>(Sometimes::count)> sometimes{};
    std::set<storage::Failpoint> crashed_at;
    std::size_t turns = 0;
};

class World {
public:
    World(std::uint64_t seed, const dialog::Desk& desk, bool traced);
    ~World();
    Outcome run();

    // For those who live in it.
    Random random;
    Scheduler scheduler{random};
    Weather weather;
    MemoryDisk disk;
    server::ReceptionLimits limits;
    const dialog::Desk& desk;
    tickets::Time wall() const { return epoch_ + scheduler.now() + jumped_; }
    milliseconds now() const { return scheduler.now(); }
    bool calm() const { return calm_; }
    House* house() { return house_.get(); }
    Witness& witness() { return *witness_; }
    const std::vector<std::unique_ptr<Customer>>& customers() const { return customers_; }
    const std::vector<std::unique_ptr<Agent>>& agents() const { return agents_; }
    milliseconds jumped_back() const { return jumped_back_; }
    tickets::Time house_began_at() const { return house_began_at_; }

    std::shared_ptr<Link> connect(LinkEnd& client, const std::string& agent);  // an empty agent: a customer
    void seen(Sometimes what) { ++outcome_.sometimes[static_cast<std::size_t>(what)]; }
    void violate(const std::string& what);
    void trace(const std::string& who, const std::string& what) const;

    // Of the house.
    Conditions conditions();
    void pass(storage::Failpoint point);
    bool too_busy();

private:
    void plan();
    void provoke();
    void arm_failpoint();
    void every(int interval_ms, void (World::*fault)());
    void cut_somebody();
    void crash_anywhere();
    void stop_house();
    void wait_for_end(milliseconds patience, bool said_goodbye);
    void jump();
    void fill_disk();
    void open_house();
    void house_crashed(const Crash& crash);
    void reopen_within(int most_ms);
    void go_on_until(milliseconds end, bool or_at_rest = false);
    bool at_rest();
    void stranger_writes(const dialog::Turn& turn);

    const bool traced_;
    const tickets::Time epoch_;
    milliseconds jumped_{0};
    milliseconds jumped_back_{0};
    tickets::Time house_began_at_{};
    Faults faults_;
    bool calm_ = false;
    bool full_ = false;
    bool opening_ = false;
    int strangers_ = 0;
    Outcome outcome_;
    std::unique_ptr<Witness> witness_;
    std::unique_ptr<House> house_;
    std::vector<std::shared_ptr<Link>> links_;
    std::vector<std::unique_ptr<Customer>> customers_;
    std::vector<std::unique_ptr<Agent>> agents_;
};

}  // namespace simulation
