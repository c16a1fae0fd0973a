#include "tests/simulation/link.hpp"

#include <algorithm>
#include <utility>

namespace simulation {
namespace {

constexpr int kLost = 1006;
constexpr milliseconds kSoon{1'500};
constexpr milliseconds kLinger{2'000};

}  // namespace

Link::Link(Scheduler& scheduler, Random& random, const Weather& weather, LinkEnd& client, unsigned lane, std::string peer, Spoken spoken)
    : scheduler_(scheduler), random_(random), weather_(weather), client_(&client), lane_(lane), peer_(std::move(peer)), spoken_(std::move(spoken)) {}

void Link::carry(Direction& direction, std::function<void()> piece) {
    if (cut_) return;
    const bool slow = random_.one_in(weather_.slow_frame_one_in);
    const milliseconds delay(random_.between(0, slow ? Weather::kSlow_ms : weather_.delay_ms));
    direction.last = std::max(direction.last, scheduler_.now() + delay);
    direction.pieces.push_back(std::move(piece));
    scheduler_.after(direction.last - scheduler_.now(), Owner::world, [self = shared_from_this(), &direction] {
        if (direction.pieces.empty()) return;  // lost on the way
        const auto arrived = std::move(direction.pieces.front());
        direction.pieces.pop_front();
        arrived();
    });
}

void Link::lose_tail(Direction& direction) {
    const auto kept = random_.below(direction.pieces.size() + 1);
    direction.pieces.resize(kept);
}

void Link::to_house(std::function<void(server::net::Session&)> task) {
    scheduler_.on_lane(lane_, [self = shared_from_this(), task = std::move(task)] {
        if (self->session_) task(*self->session_);
    });
}

void Link::connect(const server::net::SocketRoute* route, server::net::Request request) {
    carry(up_, [this, route, request = std::move(request)] {
        if (!route || gone_) return tell_closed(kLost, kSoon);
        scheduler_.on_lane(lane_, [self = shared_from_this(), route, request] {
            if (self->gone_) return;
            self->session_ = route->open(*self, request);
            self->session_->opened();
            self->carry(self->down_, [link = self.get()] {
                if (link->client_) link->client_->link_opened();
            });
        });
    });
}

void Link::say(std::string frame) {
    carry(up_, [this, frame = std::move(frame)] {
        to_house([this, frame](server::net::Session& session) {
            if (!closing_) session.frame(frame);
        });
    });
}

// The other side hears of it after what was said before.
void Link::give_up() {
    client_ = nullptr;
    if (cut_ || gone_) return;
    carry(up_, [this] { gone(milliseconds(0)); });
}

void Link::cut(Noticed by_client) {
    if (std::exchange(cut_, true)) return;
    lose_tail(up_);
    lose_tail(down_);
    if (by_client != Noticed::never) tell_closed(kLost, by_client == Noticed::soon ? kSoon : milliseconds(Weather::kNoticed_ms));
    gone(random_.one_in(2) ? kSoon : milliseconds(Weather::kNoticed_ms));
}

void Link::tell_closed(int code, milliseconds within) {
    scheduler_.after(milliseconds(random_.between(0, static_cast<int>(within.count()))), Owner::world, [self = shared_from_this(), code] {
        if (auto* client = std::exchange(self->client_, nullptr)) client->link_closed(code);
    });
}

void Link::gone(milliseconds within) {
    if (std::exchange(gone_, true)) return;
    scheduler_.after(milliseconds(random_.between(0, static_cast<int>(within.count()))), Owner::house, [self = shared_from_this()] {
        self->scheduler_.on_lane(self->lane_, [self] {
            if (!self->session_) return;
            self->closing_ = true;
            self->session_->closed();
            self->session_.reset();
        });
    });
}

void Link::house_ended() {
    session_.reset();
    gone_ = true;
    if (cut_) return;
    cut_ = true;
    up_.pieces.clear();
    lose_tail(down_);
    tell_closed(kLost, kSoon);
}

void Link::send(const server::net::Frames& frames) {
    if (closing_) return;
    for (auto& text : frames.texts()) {
        spoken_(*this, text);
        carry(down_, [this, text = std::move(text)] {
            if (client_) client_->link_received(text);
        });
    }
}

void Link::close(server::net::CloseCode code, std::string_view) {
    if (std::exchange(closing_, true)) return;
    carry(down_, [this, code] { tell_closed(static_cast<int>(code), milliseconds(50)); });
    gone(kLinger);
}

}  // namespace simulation
