// One connection between a client and the house: frames keep their order in each direction and arrive after a while; a cut loses a tail
// of both, and each side learns of it at its own time, the client perhaps never (half-open).
#pragma once

#include "server/net/socket.hpp"
#include "tests/simulation/scheduler.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace simulation {

// What the client hears. Nothing more after it has closed the link itself.
class LinkEnd {
public:
    virtual ~LinkEnd() = default;
    virtual void link_opened() = 0;
    virtual void link_received(const std::string& frame) = 0;
    virtual void link_closed(int code) = 0;
};

// How the network is at the moment.
struct Weather {
    int delay_ms = 20;          // at most, for most frames
    int slow_frame_one_in = 0;  // a frame that takes up to kSlow_ms
    static constexpr int kSlow_ms = 4'000;
    static constexpr int kNoticed_ms = 90'000;  // the server's idle limit: at the latest it learns of a dead link then
};

class Link final : public server::net::Socket, public std::enable_shared_from_this<Link> {
public:
    // Hears every frame at the moment when the house says it.
    using Spoken = std::function<void(Link&, const std::string&)>;

    Link(Scheduler& scheduler, Random& random, const Weather& weather, LinkEnd& client, unsigned lane, std::string peer, Spoken spoken);

    // The client's side.
    void connect(const server::net::SocketRoute* route, server::net::Request request);  // nullptr: nobody listens
    void say(std::string frame);
    void give_up();  // closes without waiting
    LinkEnd* client() const { return client_; }

    // The network's.
    enum class Noticed { soon, late, never };
    void cut(Noticed by_client);
    bool is_cut() const { return cut_; }

    // The process's.
    void house_ended();
    bool has_session() const { return session_ != nullptr; }
    bool carries_nothing() const { return up_.pieces.empty() && down_.pieces.empty(); }

    void send(const server::net::Frames& frames) override;
    void close(server::net::CloseCode code, std::string_view reason) override;
    unsigned lane() const override { return lane_; }
    const std::string& peer() const override { return peer_; }

private:
    struct Direction {
        std::deque<std::function<void()>> pieces;
        milliseconds last{0};
    };
    void carry(Direction& direction, std::function<void()> piece);
    void lose_tail(Direction& direction);
    void to_house(std::function<void(server::net::Session&)> task);
    void gone(milliseconds within);
    void tell_closed(int code, milliseconds within);

    Scheduler& scheduler_;
    Random& random_;
    const Weather& weather_;
    LinkEnd* client_;  // nullptr once it has given up, or heard of the end
    const unsigned lane_;
    const std::string peer_;
    const Spoken spoken_;
    std::unique_ptr<server::net::Session> session_;
    Direction up_;
    Direction down_;
    bool closing_ = false;  // the house has said goodbye
    bool cut_ = false;
    bool gone_ = false;     // the house knows, or will
};

}  // namespace simulation
