// The process: the real reception with its sessions, on simulated lanes, workers and store. Destroyed when it has ended.
#pragma once

#include "server/agent_session.hpp"
#include "server/customer_session.hpp"
#include "server/reception.hpp"
#include "server/reception_parts.hpp"
#include "tests/simulation/house_threads.hpp"
#include "tests/simulation/memory_store.hpp"
#include "tests/simulation/witness.hpp"
#include "tests/simulation/world.hpp"

namespace simulation {

class House {
public:
    explicit House(World& world)
        : lanes_(world.scheduler, kLanes), workers_(world.scheduler, world.random, [&world] { return world.too_busy(); }),
          store_(world.disk, world.conditions()),
          reception_(server::Outside{lanes_, workers_, store_, world.desk, [&world] { return world.wall(); },
                                     [&world](std::span<unsigned char> bytes) { world.random.fill(bytes); }},
                     world.limits),
          customers_(server::customer_route(reception_, {})),
          agents_(server::agent_route(reception_, {}, [&world](const server::net::Request& request) -> std::optional<storage::User> {
              const auto it = world.disk.users.find(std::string(request.header("x-agent")));
              return it == world.disk.users.end() ? std::nullopt : std::optional(it->second);
          })) {
        reception_.watch(world.witness());
    }
    void open() { reception_.start(); }

    const server::net::SocketRoute& route(bool agent) const { return agent ? agents_ : customers_; }
    server::Reception& reception() { return reception_; }
    bool idle() { return reception_.parts().under_way.wait_idle(milliseconds(0)); }
    // The process has ended in the middle of things; its tasks are gone already. True when a transaction was under way.
    bool crashed(bool kept) {
        workers_.clear();
        return store_.crash(kept);
    }

    static constexpr unsigned kLanes = 3;
    bool doors_open = true;

private:
    SimulatedLanes lanes_;
    SimulatedWorkers workers_;
    MemoryStore store_;
    server::Reception reception_;
    server::net::SocketRoute customers_;
    server::net::SocketRoute agents_;
};

}  // namespace simulation
