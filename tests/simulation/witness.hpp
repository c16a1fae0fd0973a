// Sees everything: each step of the engine with what it was decided by, and each frame at the moment when the house says it. Nobody may hear
// what is not on the disk.
#pragma once

#include "dialog/event.hpp"
#include "server/reception.hpp"
#include "tests/simulation/customer_protocol.hpp"
#include "tests/simulation/link.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace simulation {

class World;

// What a turn was decided by.
struct Decided {
    dialog::Event event;
    dialog::Surroundings around;
};

class Witness final : public server::ReceptionWatch {
public:
    explicit Witness(World& world) : world_(world) {}

    void stepped(const dialog::Event& event, const dialog::Surroundings& around, const dialog::Turn& turn) override;
    void committed(std::chrono::microseconds) override {}
    void replied(dialog::From, std::chrono::milliseconds) override {}
    void spoken(Link& link, const std::string& text);
    void house_ended() { heard_by_.clear(); }

    // All steps that would have led to this version of the conversation, the last ones last.
    const std::vector<Decided>& decided(const std::string& conversation, std::uint64_t version) const;
    const std::vector<dialog::Entry>& visible(const std::string& conversation) { return log_of(conversation).visible; }

private:
    struct Log {
        std::vector<dialog::Entry> all;
        std::vector<dialog::Entry> visible;
    };
    const Log& log_of(const std::string& conversation);  // what is on the disk
    void spoken_to_customer(Link& link, const Json& frame);
    void spoken_to_agent(Link& link, const Json& frame);

    World& world_;
    std::map<std::pair<std::string, std::uint64_t>, std::vector<Decided>> decided_;
    std::map<const Link*, std::string> heard_by_;  // the conversation of a customer's link
    std::map<std::string, Log> logs_;
    std::size_t indexed_ = 0;
};

}  // namespace simulation
