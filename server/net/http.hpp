// HTTP as the API sees it: one request in, one response out. Values only; no Beast here.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace server::net {

struct Request {
    std::string method;
    unsigned version = 11;                             // 10 or 11
    std::string path;                                  // percent-decoded, without the query
    std::map<std::string, std::string> query;          // percent-decoded
    std::map<std::string, std::string, std::less<>> headers;  // names in lower case, a snapshot taken before the body was read
    std::map<std::string, std::string> parameters;     // the {name} parts of the route's pattern
    std::string body;
    std::string peer;                                  // address without port

    std::string_view header(std::string_view name) const {
        const auto it = headers.find(name);
        return it == headers.end() ? std::string_view{} : std::string_view{it->second};
    }
    std::string cookie(std::string_view name) const;   // empty when absent
};

struct Response {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};

// {"error":{"code":CODE,"message":"..."}} with its status.
Response error_response(int status, std::string_view code, std::string_view message);
// A status without a body.
Response empty_response(int status);

// Called once, from any thread, perhaps later. The security headers (CSP, nosniff, frame, referrer) are added by the edge.
using Respond = std::function<void(Response)>;
using Route = std::function<void(Request, Respond)>;  // called on the connection's lane; must not block

struct HttpLimits {
    std::size_t max_header_bytes = 8 * 1024;
    std::size_t max_body_bytes = 256 * 1024;
    std::size_t max_connections = 20000;
    std::size_t max_connections_per_address = 10000;  // lowered by the operator behind no proxy
    std::size_t max_unknown_sockets_per_address = 200;  // sockets that have not said who they are (Socket::known)
    std::size_t max_unknown_sockets = 5000;
    std::size_t max_held_bytes = 64 << 20;  // of requests, messages and answers under way, beyond the first kFreeBytes of each connection
    std::chrono::seconds header_deadline{10};
    std::chrono::seconds body_deadline{10};
    std::chrono::seconds keep_alive{60};
    std::chrono::seconds answer_deadline{30};  // a route that has not answered by then: 503
    bool operator==(const HttpLimits&) const = default;
};

}  // namespace server::net
