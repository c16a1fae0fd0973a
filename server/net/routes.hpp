// The one table of what the server answers over HTTP, as data, so that a test can list it. Immutable once the server runs.
#pragma once

#include "server/net/http.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace server::net {

struct RouteEntry {
    std::string method;
    std::string pattern;  // /api/v1/tickets/{number}: a part in braces takes one path segment that is not empty
    Route route;
};

struct Match {
    const Route* route = nullptr;                   // none: nothing fits
    std::map<std::string, std::string> parameters;
    std::vector<std::string> methods;               // what the path allows when only the method is wrong
};

class Routes {
public:
    void add(std::string method, std::string pattern, Route route);
    // Answers GET and HEAD for every path that no pattern fits (the pages).
    void set_fallback(Route route) { fallback_ = std::move(route); }

    // HEAD fits what GET does.
    Match find(std::string_view method, std::string_view path) const;
    const std::vector<RouteEntry>& entries() const { return entries_; }

private:
    std::vector<RouteEntry> entries_;
    Route fallback_;
};

}  // namespace server::net
