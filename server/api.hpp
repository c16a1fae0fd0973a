// The REST calls of docs/protocol.md, as one table: method, path, what it takes to be allowed, where it runs, what it answers.
// Thread rule: calls run on the workers given, never on a lane.
#pragma once

#include "dialog/desk.hpp"
#include "server/auth.hpp"
#include "server/authorize.hpp"
#include "server/net/routes.hpp"
#include "server/workers.hpp"
#include "storage/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace server {

// What the calls need; all of it outlives the routes.
struct ApiParts {
    storage::Store& store;
    const dialog::Desk& desk;
    Auth& auth;
    Workers& workers;
    Workers& password_workers;  // few, with a short queue: each task takes a core and 64 MiB for a moment
    Clock clock;
};

// Somebody's request with everything checked that all calls check.
struct Call {
    const ApiParts& parts;
    const net::Request& request;
    const Caller* caller;  // none for an open call
};

enum class WhoMay { everybody, logged_in };
enum class RunsOn { workers, password_workers };

struct ApiEntry {
    std::string method;
    std::string pattern;
    WhoMay who = WhoMay::logged_in;
    Action action = Action::see_self;  // asked of authorize() when one has to be logged in
    RunsOn where = RunsOn::workers;
    net::Response (*answer)(const Call&) = nullptr;
};

const std::vector<ApiEntry>& api_entries();
void add_api(net::Routes& routes, const ApiParts& parts);

}  // namespace server
