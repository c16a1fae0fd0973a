// One house: a server on a fresh data directory, its customers and agents, killed again and again, checked at the end.
// The seed decides what everybody says and where the server is killed; when it happens is the machine's affair.
#pragma once

#include "tests/e2e/kill_loop/agent.hpp"
#include "tests/e2e/kill_loop/checker.hpp"
#include "tests/e2e/kill_loop/customer.hpp"
#include "tests/e2e/kill_loop/server_process.hpp"

#include <memory>
#include <optional>
#include <random>
#include <vector>

namespace kill_loop {

struct Tally {
    int kills = 0;
    int stops = 0;                               // SIGTERM, ended by itself
    int at_random = 0;
    int io_errors = 0;                           // it aborted because its disk failed
    int before_open = 0;                         // killed while it started
    std::map<std::string, int> at_failpoint;     // by name; kills that came about there
    std::uint64_t turns = 0;
    std::uint64_t tickets = 0;
    std::uint64_t starts_ms = 0;                 // from exec to open, all starts together
    int starts = 0;
};

class Loop {
public:
    Loop(Oracle& oracle, const Launch& launch, std::uint64_t seed);
    // Kills the server so many times and checks. What is wrong is told to the oracle.
    void run(int kills, Tally& tally);

private:
    struct Plan {
        Fate fate;
        int delay_ms = 0;             // from the opening to the kill; with a fate: the longest wait for it
        bool before_open = false;     // delay_ms is from the start of the process
        bool terminate = false;       // first a SIGTERM
    };
    Plan next_plan();
    void hire_agents();
    void live(const Plan& plan, Tally& tally);
    void end(const Plan& plan, bool killed_here, int status, Tally& tally);
    void wait_open(ServerProcess& server);
    void come_to_rest(ServerProcess& server, std::chrono::milliseconds at_least);
    void recover();
    void close(Tally& tally);
    Stored look();
    bool at_rest() const;
    void poll_once(ServerProcess& server, Clock::time_point until);
    void check_desk(const Stored& stored);
    std::vector<Participant*> everybody() const;

    Oracle& oracle_;
    const Launch launch_;
    World world_;
    std::mt19937_64 random_;
    std::vector<storage::Failpoint> points_;     // those still to be visited in this round
    std::vector<std::unique_ptr<Customer>> customers_;
    std::vector<std::unique_ptr<Agent>> agents_;
    bool ended_ = false;                         // the server's process
};

inline constexpr int kCustomers = 16;
inline constexpr int kAgents = 3;

}  // namespace kill_loop
