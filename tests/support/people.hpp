// A customer and an agent as tests play them: frames in, frames out, on a local desk.
#pragma once

#include "server/local_desk.hpp"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace support {

using Json = nlohmann::json;

// 10:00 on a Monday in Shanghai; the shop is open.
tickets::Time monday_morning();
server::LocalDeskOptions open_desk();  // the shipped configuration, the clock at monday_morning()

class Person {
public:
    void send(const Json& frame);              // and waits until all that follows has happened
    void send_only(const Json& frame) { connection_->say(frame.dump()); }
    std::vector<Json> frames() const;
    std::vector<Json> frames(const std::string& type) const;
    Json last(const std::string& type) const;  // null when there is none
    std::vector<std::vector<Json>> batches() const;  // what left in one piece
    void hang_up() { connection_.reset(); }
    bool is_cut() const { return connection_->closed().has_value(); }

protected:
    Person(server::LocalDesk& desk, std::unique_ptr<server::LocalConnection> connection) : desk_(desk), connection_(std::move(connection)) {}

    server::LocalDesk& desk_;
    std::unique_ptr<server::LocalConnection> connection_;
};

class Customer : public Person {
public:
    explicit Customer(server::LocalDesk& desk, unsigned lane = 0) : Person(desk, desk.customer({}, lane)) {}

    void hello() { send({{"type", "hello"}, {"locale", "zh-CN"}}); }
    void resume(const std::string& token, std::uint64_t after_seq) { send({{"type", "hello"}, {"token", token}, {"after_seq", after_seq}}); }
    void say(const std::string& cid, const std::string& text) { send({{"type", "message"}, {"cid", cid}, {"text", text}}); }
    void choose(const std::string& cid, const std::string& id) { send({{"type", "message"}, {"cid", cid}, {"choice", id}}); }
    std::string conversation() const { return last("welcome").at("conversation"); }
    std::string token() const { return last("welcome").at("token"); }
    std::vector<std::uint64_t> seqs() const;
};

class Agent : public Person {
public:
    Agent(server::LocalDesk& desk, const std::string& name) : Person(desk, desk.agent(name)) { desk.settle(); }

    void command(const std::string& type, const std::string& conversation, const std::string& cid, Json more = Json::object());
    void watch(const std::string& conversation, std::uint64_t after = 0) {
        send({{"type", "watch"}, {"conversation", conversation}, {"after_position", after}});
    }
    std::vector<std::uint64_t> positions() const;
};

}  // namespace support
