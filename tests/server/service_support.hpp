// The whole server on a free port with a data directory of its own, and a browser that is logged in to it.
#pragma once

#include "server/service.hpp"
#include "tests/server/net_support.hpp"
#include "tests/support/people.hpp"

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

namespace support {

// A directory that is removed at the end.
class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::shared_ptr<const config::Loaded> shipped_configuration();
server::PasswordCost cheap_passwords();

class RunningService {
public:
    explicit RunningService(std::vector<std::string> origins = {});

    std::uint16_t port() const { return service_->port(); }
    server::Service& service() { return *service_; }
    storage::Store& store() { return service_->store(); }
    const std::string& password() const { return *service_->first_password(); }  // of admin

    // Makes an agent and returns the password.
    std::string add_agent(const std::string& name);
    // A conversation with one message and one ticket, committed; the ticket's number.
    std::string add_ticket(const std::string& conversation, const std::string& owner = {});

private:
    TemporaryDirectory data_;
    TemporaryDirectory pages_;
    std::unique_ptr<server::Service> service_;
};

struct Answer {
    int status = 0;
    Json json;
    std::map<std::string, std::string> headers;
    std::string code() const { return json.contains("error") ? json["error"]["code"].get<std::string>() : std::string(); }
};

class Browser {
public:
    explicit Browser(RunningService& service) : service_(service) {}
    Browser(RunningService& service, const std::string& name, const std::string& password);  // logs in

    Answer login(const std::string& name, const std::string& password);
    Answer get(const std::string& path) { return call("GET", path, ""); }
    Answer post(const std::string& path, const Json& body) { return call("POST", path, body.dump()); }
    Answer call(const std::string& method, const std::string& path, const std::string& body, const std::string& more_headers = "");
    void forget_csrf() { csrf_.clear(); }
    std::string cookie_header() const { return token_.empty() ? "" : "Cookie: __Host-frontdesk=" + token_ + "\r\n"; }

private:
    RunningService& service_;
    std::string token_;
    std::string csrf_;
};

}  // namespace support
