// Every limit that an owner may set, with its default: limits.json of the configuration. What a desk is is in desk.json; how much of
// it may happen at once is here.
#pragma once

#include "config/reader.hpp"
#include "server/login_tries.hpp"
#include "server/net/http.hpp"
#include "server/net/socket.hpp"
#include "server/reception.hpp"

#include <filesystem>

namespace server {

struct CallLimits {
    unsigned workers = 4;                 // threads for calls over HTTP
    std::size_t max_waiting = 1'000;      // calls that wait for one; one more is 503
    unsigned password_workers = 2;        // threads that hash passwords
    std::size_t max_waiting_passwords = 32;
    bool operator==(const CallLimits&) const = default;
};

struct Limits {
    ReceptionLimits reception{};
    net::HttpLimits connections{};
    net::SocketLimits customer_socket{};
    net::SocketLimits agent_socket{.max_message_bytes = 256 * 1024, .max_queued_bytes = 4 * 1024 * 1024};  // a welcome with all rows, a long transcript
    CallLimits calls{};
    LoginLimits logins{};
    bool operator==(const Limits&) const = default;
};

// Reads limits.json below `root`; a key that is not there, or no such file, leaves the default. Unknown sections and keys, values of
// another type or out of range are problems, each with its place.
Limits load_limits(const std::filesystem::path& root, config::Problems& problems);

inline constexpr const char* kLimitsFile = "limits.json";

}  // namespace server
