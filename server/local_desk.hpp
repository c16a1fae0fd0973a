// A whole desk in one process without a network: the real store, engine and reception. `frontdesk chat --local` and the
// stories talk to it. Thread rule: one thread that is no lane.
#pragma once

#include "config/load.hpp"
#include "server/io_lanes.hpp"
#include "server/local_connection.hpp"
#include "server/pool_workers.hpp"
#include "server/reception.hpp"
#include "storage/store.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace server {

struct LocalDeskOptions {
    std::filesystem::path configuration;
    std::shared_ptr<const config::Loaded> loaded;  // the same, read before; none: it is read
    std::filesystem::path data_directory;  // empty: a temporary one, removed at the end
    std::optional<tickets::Time> clock;    // begins there and is moved by hand; none: the system's clock
    bool demo_records = true;              // imports the demo shop's customers and orders
    ReceptionLimits limits{};
    unsigned lanes = 1;
    // Puts something between the reception and its store (tests: faults). Empty: nothing.
    std::function<std::unique_ptr<storage::Store>(std::unique_ptr<storage::Store>)> between{};
};

class LocalDesk {
public:
    explicit LocalDesk(LocalDeskOptions options);  // std::runtime_error when the configuration has problems
    ~LocalDesk();

    std::unique_ptr<LocalConnection> customer(LocalConnection::Hear hear = {}, unsigned lane = 0);
    // An agent of that name, made when there is none yet: id and login are the name.
    std::unique_ptr<LocalConnection> agent(const std::string& name, LocalConnection::Hear hear = {});

    // Returns when everything that was begun has ended.
    void settle();
    // A clock moved by hand: what falls due on the way happens at its time.
    void move_clock(tickets::Time to);
    tickets::Time now() const { return clock_(); }

    // The whole house goes down and comes up again on the same data. Connections must be gone.
    void restart();

    // std::runtime_error with all problems when there are some.
    static std::shared_ptr<const config::Loaded> read_configuration(const std::filesystem::path& root);

    storage::Store& store() { return *store_; }
    const dialog::Desk& desk() const { return loaded_->desk; }
    Reception& reception() { return *reception_; }
    IoLanes& lanes() { return *lanes_; }

private:
    void open();
    void close();
    std::optional<tickets::Time> next_due();

    LocalDeskOptions options_;
    bool temporary_ = false;
    std::atomic<tickets::Time::rep> hand_{0};
    Clock clock_;
    std::shared_ptr<const config::Loaded> loaded_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<IoLanes> lanes_;
    std::unique_ptr<PoolWorkers> workers_;
    std::unique_ptr<Reception> reception_;
};

}  // namespace server
