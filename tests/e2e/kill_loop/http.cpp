#include "tests/e2e/kill_loop/http.hpp"

#include "tests/server/net_support.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace kill_loop {

std::string log_in(std::uint16_t port, const std::string& name, const std::string& password) try {
    const std::string body = nlohmann::json{{"name", name}, {"password", password}}.dump();
    const auto reply = support::ask(port, "POST /api/v1/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: " +
                                              std::to_string(body.size()) + "\r\n\r\n" + body);
    if (reply.status != 200) return {};
    const std::string& cookie = reply.headers.at("set-cookie");
    return cookie.substr(0, cookie.find(';'));
} catch (const std::runtime_error&) {
    return {};
}

}  // namespace kill_loop
