// A customer of the kill loop: tells a fault in Chinese, takes choices, asks for a human, is cut and resumes, sends again.
// After some messages it leaves and another customer comes in its place.
#pragma once

#include "tests/e2e/kill_loop/participant.hpp"

#include <deque>
#include <optional>

namespace kill_loop {

class Customer final : public Participant {
public:
    Customer(World& world, std::uint64_t seed, int number) : Participant(world, seed), number_(number) { begin_anew(); }

    std::string unanswered() const override;
    void ask_for_a_human();  // when it is there
    // Where it stands in the queue, as it was told; 0: nowhere.
    int place() const { return holder_ == "queue" ? place_ : 0; }
    bool waits_for_a_human() const { return holder_ == "queue"; }

private:
    struct Message {
        std::string cid;
        std::string text;
        std::string choice;
        int times_sent = 0;
    };

    Connection::Target target() override;
    void opened() override;
    void heard(const Json& frame) override;
    void next() override;

    void begin_anew();
    void welcomed(const Json& frame);
    void saw(const Json& entry);
    void acknowledged(const Json& frame);
    void refused(const Json& frame);
    void say(Message message);
    void say_something();
    void transmit(Message& message);
    void vary();

    const int number_;
    int visits_ = 0;
    int messages_ = 0;
    int messages_left_ = 0;
    bool joined_ = false;
    std::string conversation_;
    std::string token_;
    std::uint64_t last_seq_ = 0;
    std::string holder_;
    int place_ = 0;
    std::vector<std::pair<std::string, std::string>> choices_;  // id, label: as last offered
    std::deque<Message> unanswered_;
    std::optional<Message> last_;      // acknowledged
    std::optional<Message> again_;     // acknowledged and sent once more: the same answer must come
    std::optional<std::string> reused_;  // a cid that was sent with other words
    Clock::time_point sent_at_{};
};

}  // namespace kill_loop
