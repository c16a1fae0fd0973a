#include "tests/e2e/kill_loop/participant.hpp"

namespace kill_loop {

void Participant::send(const Json& frame) {
    if (connection_) connection_->send(frame.dump());
}

void Participant::pump() {
    if (!connection_) return;
    const auto frames = connection_->pump();
    if (connection_->is_open() && !was_open_) {
        was_open_ = true;
        opened();
    }
    for (const auto& text : frames) heard(Json::parse(text));
    if (connection_ && connection_->is_dead()) {
        hang_up();
        wait(kRetryMilliseconds, kRetryMilliseconds);
    }
}

void Participant::act() {
    if (!world_.open) {
        wait(kRetryMilliseconds, kRetryMilliseconds);
    } else if (!connection_) {
        was_open_ = false;
        connection_ = std::make_unique<Connection>(target());
        wait(0, 0);
    } else if (was_open_) {
        next();
    } else {
        wait(kRetryMilliseconds, kRetryMilliseconds);
    }
}

}  // namespace kill_loop
