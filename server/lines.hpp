// The live connections by number, so that what lives on one lane can speak to a session on another without owning it.
// Thread rule: a line is opened and closed on its own lane; everything else may be called from any thread and travels by post.
#pragma once

#include "dialog/conversation.hpp"
#include "server/lanes.hpp"
#include "server/net/socket.hpp"
#include "server/under_way.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace server {

struct Line {
    unsigned lane = 0;
    std::uint64_t number = 0;  // 0: nobody
    bool operator==(const Line&) const = default;
    explicit operator bool() const { return number != 0; }
};

// What a session hears from elsewhere. Called on its own lane, while its line is open.
class LineEnd {
public:
    virtual ~LineEnd() = default;
    virtual void hear(const net::Frames& frames) = 0;
    virtual void joined(const dialog::ConversationId& id) = 0;  // its hello has found the conversation; empty: it has not
    virtual void hang_up(net::CloseCode code, std::string_view reason) = 0;
    virtual void late() {}  // the time to say hello is over
};

class Lines {
public:
    Lines(Lanes& lanes, UnderWay& under_way);

    Line open(unsigned lane, LineEnd& end);
    void close(Line line);

    // Frames of one call leave together, in order; calls from one lane arrive in their order.
    void send(Line line, net::Frames frames);
    // The same for who is on lane `here`, told at once when the line's is the same. What a conversation says goes this way only:
    // mixed with send() it would overtake.
    void send_from(unsigned here, Line line, const net::Frames& frames);
    // `gone` is called instead, on the line's lane, when the line is closed already.
    void joined(Line line, dialog::ConversationId id, std::function<void()> gone = {});
    void hang_up(Line line, net::CloseCode code, std::string reason);
    void late(Line line);
    // All sessions: last words, then the end.
    void hang_up_all(std::string frame, net::CloseCode code, std::string reason);

private:
    using Ends = std::unordered_map<std::uint64_t, LineEnd*>;
    template <class Do>
    void with(Line line, Do act, std::function<void()> gone = {});

    Lanes& lanes_;
    UnderWay& under_way_;
    std::vector<Ends> ends_;  // by lane, each touched there only
    std::atomic<std::uint64_t> next_{1};
};

}  // namespace server
