// Who hears one conversation: the customer's sockets and the agents that watch it. While a listener is being sent what went before,
// live frames wait for it here, so that there is no gap and no double between the two. Lane rule: the conversation's lane.
#pragma once

#include "server/lines.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace server {

struct Listener {
    enum class Kind { customer, agent };
    Line line;
    Kind kind = Kind::customer;
    std::uint64_t replay = 0;       // its number while it runs, else 0
    net::Frames held;               // live ones that wait for the end of the replay
};

class Listeners {
public:
    Listeners(Lines& lines, unsigned lane) : lines_(&lines), lane_(lane) {}

    // Returns the number of its replay. A line that listens already begins anew: what its earlier replay still brings is dropped.
    std::uint64_t add(Line line, Listener::Kind kind, bool replaying);
    void remove(Line line);
    bool empty() const { return list_.empty(); }
    // Nobody but customers, and none of them is being sent what went before.
    bool only_hear() const;
    std::size_t count(Listener::Kind kind) const;
    std::optional<Listener::Kind> kind_of(Line line) const;  // none when it does not listen
    Line oldest(Listener::Kind kind) const;  // nobody when there is none

    // To one: `frames` at once, or after its replay. One that does not listen (an agent who does not watch) is told directly.
    void tell(Line line, net::Frames frames);
    // To all of a kind but `except`.
    void tell_all(Listener::Kind kind, const net::Frames& frames, Line except = {});
    // A piece of the replay, past the frames that are held; false when that replay does not run any more.
    bool replay(Line line, std::uint64_t number, net::Frames frames);
    void replay_done(Line line, std::uint64_t number);
    void hang_up_all();

    static constexpr std::size_t kMaxHeldBytes = 256 * 1024;  // more than that during a replay: cut off, it may resume

private:
    Listener* find(Line line);
    void give(Listener& listener, net::Frames frames);

    Lines* lines_;
    unsigned lane_;  // the conversation's
    std::vector<Listener> list_;  // in order of arrival
    std::uint64_t replays_ = 0;
};

}  // namespace server
