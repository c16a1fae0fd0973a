// An agent: takes who waits, races the others for it, speaks, notes, hands back, returns, closes, and sometimes walks away. What is not
// answered goes again with the same cid.
#pragma once

#include "tests/simulation/customer_protocol.hpp"
#include "tests/simulation/link.hpp"

#include <deque>
#include <map>
#include <memory>
#include <string>

namespace simulation {

class World;

class Agent final : public LinkEnd {
public:
    Agent(World& world, std::string id);

    void begin();
    void calm_down();  // some stay, some leave for good
    void rest() { resting_ = true; }  // begins nothing more
    const std::string& id() const { return id_; }
    // Since when no link of his is up; none while he is here.
    std::optional<milliseconds> away_since() const { return away_since_; }
    bool here() const { return ready_; }
    const std::map<std::string, Json>& rows() const { return rows_; }
    // Version of the conversation's turn that was the last on the disk when this cid of a claim was first sent.
    std::uint64_t claimed_after(const std::string& cid) const;

    void link_opened() override {}
    void link_received(const std::string& text) override;
    void link_closed(int code) override;

private:
    struct Command {
        std::string conversation;
        Json frame;
        bool sent = false;
        milliseconds sent_at{0};
        milliseconds not_before{0};
    };
    struct Watched {
        std::uint64_t last = 0;
    };
    void connect();
    void disconnect(int wait_most_ms);
    void think();
    void act();
    void act_on(const std::string& conversation, const Json& row);
    void look_after_the_link();
    void command(const std::string& type, const std::string& conversation, const std::string& text = {});
    void flush();
    void heard(const Json& frame);
    void welcomed(const Json& frame);
    void entry(const Json& frame);
    void answered(const Json& frame, bool done);

    World& world_;
    const std::string id_;
    std::shared_ptr<Link> link_;
    bool ready_ = false;
    bool wants_link_ = true;
    bool resting_ = false;
    std::optional<milliseconds> away_since_ = milliseconds(0);
    milliseconds heard_at_{0};
    std::map<std::string, Json> rows_;
    std::map<std::string, Watched> watched_;
    std::deque<Command> outbox_;
    std::map<std::string, std::uint64_t> claimed_after_;
    int cids_ = 0;
};

}  // namespace simulation
