// How many connections and unknown sockets there are, in total and per source (behind a proxy of ours a connection counts for the proxy,
// its socket for the client). Any thread.
#pragma once

#include "server/net/http.hpp"

#include <map>
#include <mutex>
#include <string>

namespace server::net {

class Census {
public:
    explicit Census(const HttpLimits& limits) : limits_(limits) {}

    enum class Verdict { admitted, too_many, too_many_from_source };
    Verdict connection_opened(const std::string& address);
    void connection_closed(const std::string& address);
    Verdict unknown_opened(const std::string& address);   // a socket that has not said who it is
    void unknown_closed(const std::string& address);      // closed, or known by now

    std::size_t connections() const;
    std::size_t sources() const;

private:
    struct Count {
        std::size_t connections = 0;
        std::size_t unknown = 0;
    };

    using BySource = std::map<std::string, Count>;
    void forget_if_gone(BySource::iterator source);

    const HttpLimits limits_;
    mutable std::mutex mutex_;
    BySource by_source_;
    Count total_;
};

// What counts as one source: an IPv4 address, or the first 64 bits of an IPv6 one (a subscriber owns all below them).
std::string source_of(const std::string& address);

}  // namespace server::net
