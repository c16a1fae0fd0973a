// A WebSocket client for the command line: one connection, frames out, frames in. Beast stands behind it.
// Thread rule: used by one thread; `hear` is called on the client's own.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace server::net {

class Client {
public:
    using Hear = std::function<void(const std::optional<std::string>&)>;  // a frame; nothing: the connection has ended

    // ws://host[:port]/path. std::runtime_error with the reason when it cannot connect.
    Client(const std::string& url, Hear hear);
    ~Client();  // says goodbye
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void send(std::string frame);

private:
    class Connection;
    std::unique_ptr<Connection> connection_;
};

}  // namespace server::net
