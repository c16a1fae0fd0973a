// What waits for one conversation: its events, one at a time, in order. Bounded in number and bytes.
// Lane rule: the conversation's lane.
#pragma once

#include "dialog/event.hpp"
#include "server/lines.hpp"

#include <deque>
#include <optional>
#include <string>

namespace server {

// Who waits for the answer to an event.
struct Sender {
    enum class Who { nobody, newcomer, customer, agent };  // nobody: a timer, a lookup, the floor
    Who who = Who::nobody;
    Line line;
    std::string cid;    // of a customer's or an agent's frame
    std::string token;  // a newcomer's
};

struct Letter {
    dialog::Event event;
    Sender sender;
    int attempts = 0;

    bool from_outside() const { return sender.who == Sender::Who::customer || sender.who == Sender::Who::agent; }
    // The words in it, for counting bytes and for telling a repeated cid from a reused one.
    std::string content() const;
};

class Mailbox {
public:
    // False when one more would pass a limit. What the house itself sends is never refused: timers and lookups bound it.
    bool put(Letter letter, std::size_t max_events, std::size_t max_bytes);
    void put_back(Letter letter);  // at the front, to be tried again
    std::optional<Letter> take();
    bool empty() const { return letters_.empty(); }

private:
    std::deque<Letter> letters_;
    std::size_t bytes_ = 0;
};

}  // namespace server
