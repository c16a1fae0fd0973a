// A customer: the protocol machine, a network under it, and somebody who says things: answers, corrections, requests for a human, silence.
#pragma once

#include "tests/simulation/customer_protocol.hpp"
#include "tests/simulation/link.hpp"

#include <map>
#include <memory>
#include <set>
#include <string>

namespace simulation {

class World;

class Customer final : public LinkEnd {
public:
    Customer(World& world, int number);

    void begin();
    const std::string& name() const { return name_; }
    const CustomerProtocol& protocol() const { return *protocol_; }
    // What the server has acknowledged: cid to seq.
    const std::map<std::string, std::uint64_t>& acked() const { return acked_; }
    const std::map<std::string, std::string>& said() const { return said_; }  // cid to words; of a choice, none

    void link_opened() override;
    void link_received(const std::string& frame) override;
    void link_closed(int code) override;

private:
    void think();
    void act();
    void say_something();
    std::string answer() const;
    void say(Json frame);
    void say_again();
    void reload();
    void go_away();
    void note(const Json& frame);
    void note_entry(const Json& frame);
    void note_ack(const Json& frame);
    void settle();  // carries out what the machine wants, and sets its alarm
    void send(const Json& frame);

    World& world_;
    const std::string name_;
    PageMemory memory_;
    std::unique_ptr<CustomerProtocol> protocol_;
    std::shared_ptr<Link> link_;
    Scheduler::Alarm alarm_{};
    int left_to_say_ = 0;
    bool away_ = false;
    int cids_ = 0;
    std::map<std::string, std::uint64_t> acked_;
    std::map<std::string, std::string> said_;
    std::map<std::string, Link*> sent_on_;      // the link on which a cid went last
    std::set<std::string> sent_before_;         // cids that went on an earlier link too
    std::uint64_t expected_ = 1;                // the seq of the next entry on this link
    bool hello_unanswered_ = false;             // of the link
    bool welcome_lost_ = false;                 // of the link before
    milliseconds acked_at_{-10'000};
};

}  // namespace simulation
