// The whole server in one object: store, reception, logins, pages and the edge, built once and passed by reference.
// Thread rule: made, stopped and destroyed by one thread that is no lane.
#pragma once

#include "config/load.hpp"
#include "server/auth.hpp"
#include "server/limits.hpp"
#include "server/metrics.hpp"
#include "server/net/origin.hpp"
#include "server/net/server.hpp"
#include "server/reception.hpp"
#include "server/static_files.hpp"
#include "server/pool_workers.hpp"
#include "storage/sqlite_store.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace server {

struct ServiceOptions {
    std::filesystem::path data_directory;
    std::filesystem::path configuration;
    std::filesystem::path pages;          // empty: none
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;            // 0: a free one
    std::vector<std::string> origins;     // pages elsewhere that may open /chat
    std::vector<std::string> proxies;     // addresses of our own proxies, whose X-Forwarded-For is believed
    bool demo = false;                    // imports the demo shop's customers and orders
    unsigned lanes = 0;                   // 0: one per core
    Limits limits{};
    PasswordCost password_cost{};
};

class Service {
public:
    // Serves when it returns. Throws StoreError, std::system_error (the address), std::invalid_argument (an origin, a proxy).
    Service(ServiceOptions options, std::shared_ptr<const config::Loaded> loaded);
    ~Service();  // stops
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    std::uint16_t port() const { return port_; }
    const std::optional<std::string>& first_password() const { return first_password_; }  // of the user made at the first start
    const std::string& pages_fault() const { return pages_fault_; }                       // empty when the pages are there
    storage::Store& store() { return *store_; }

    // Takes nobody new, says goodbye to those there are, finishes what was begun.
    void stop();

private:
    StaticFiles read_pages();
    net::Site site();
    net::SocketRoute customers();
    net::SocketRoute agents();
    void add_health(net::Routes& routes);
    std::string metrics_text();

    const ServiceOptions options_;
    std::shared_ptr<const config::Loaded> loaded_;
    Clock clock_;
    std::string pages_fault_;
    StaticFiles pages_;
    net::Origins origins_;
    net::Proxies proxies_;
    Metrics metrics_;
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<IoLanes> lanes_;
    std::unique_ptr<Workers> reception_workers_;
    std::unique_ptr<Reception> reception_;
    std::unique_ptr<Auth> auth_;
    std::unique_ptr<Workers> api_workers_;
    std::unique_ptr<Workers> password_workers_;
    std::unique_ptr<net::Server> server_;
    std::optional<std::string> first_password_;
    std::uint16_t port_ = 0;
};

}  // namespace server
