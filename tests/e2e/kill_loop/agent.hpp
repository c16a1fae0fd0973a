// An agent of the kill loop: claims what waits (and races for it with the others), speaks, notes, changes the ticket, gives the
// conversation away, is cut and comes back, sends again.
#pragma once

#include "tests/e2e/kill_loop/participant.hpp"

#include <map>
#include <optional>
#include <set>

namespace kill_loop {

class Agent final : public Participant {
public:
    Agent(World& world, std::uint64_t seed, std::string name, std::string password)
        : Participant(world, seed), name_(std::move(name)), password_(std::move(password)) {}

    std::string unanswered() const override;
    std::set<std::string> queue() const;  // as the desk shows it to this agent

private:
    struct Row {
        std::string holder;
        std::string ticket;
    };
    struct Command {
        std::string conversation;
        std::string cid;
        Json frame;
        bool is_entry = false;
    };

    Connection::Target target() override;
    void opened() override;
    void heard(const Json& frame) override;
    void next() override;

    void take_row(const Json& row);
    void saw(const Json& entry);
    void acknowledged(const Json& frame);
    void refused(const Json& frame);
    void watch();
    void command(const std::string& type, Json more = Json::object());
    void transmit();
    void claim();
    void serve();
    void let_go();

    const std::string name_;
    const std::string password_;
    std::string cookie_;
    bool welcomed_ = false;
    int commands_ = 0;
    std::map<std::string, Row> rows_;
    std::string serving_;                              // the conversation it has claimed, or claims
    bool holds_ = false;
    int deeds_left_ = 0;
    std::map<std::string, std::uint64_t> positions_;   // of what it watches: the last entry shown
    std::optional<Command> unanswered_;
    Clock::time_point sent_at_{};
};

}  // namespace kill_loop
