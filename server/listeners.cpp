#include "server/listeners.hpp"

#include <algorithm>
#include <utility>

namespace server {

std::uint64_t Listeners::add(Line line, Listener::Kind kind, bool replaying) {
    remove(line);
    list_.push_back({line, kind, replaying ? ++replays_ : 0, {}});
    return list_.back().replay;
}

void Listeners::remove(Line line) {
    std::erase_if(list_, [&](const Listener& listener) { return listener.line == line; });
}

bool Listeners::only_hear() const {
    return std::all_of(list_.begin(), list_.end(), [](const Listener& each) { return each.kind == Listener::Kind::customer && each.replay == 0; });
}

std::size_t Listeners::count(Listener::Kind kind) const {
    return static_cast<std::size_t>(std::count_if(list_.begin(), list_.end(), [&](const Listener& each) { return each.kind == kind; }));
}

std::optional<Listener::Kind> Listeners::kind_of(Line line) const {
    const auto it = std::find_if(list_.begin(), list_.end(), [&](const Listener& each) { return each.line == line; });
    return it == list_.end() ? std::nullopt : std::optional(it->kind);
}

Line Listeners::oldest(Listener::Kind kind) const {
    const auto it = std::find_if(list_.begin(), list_.end(), [&](const Listener& each) { return each.kind == kind; });
    return it == list_.end() ? Line{} : it->line;
}

Listener* Listeners::find(Line line) {
    const auto it = std::find_if(list_.begin(), list_.end(), [&](const Listener& each) { return each.line == line; });
    return it == list_.end() ? nullptr : &*it;
}

void Listeners::give(Listener& listener, net::Frames frames) {
    if (listener.replay == 0) {
        lines_->send_from(lane_, listener.line, std::move(frames));
        return;
    }
    if (listener.held.bytes().size() + frames.bytes().size() > kMaxHeldBytes) {
        lines_->hang_up(listener.line, net::CloseCode::try_later, "too slow");
        return;
    }
    listener.held.add(frames);
}

void Listeners::tell(Line line, net::Frames frames) {
    if (Listener* listener = find(line)) {
        give(*listener, std::move(frames));
    } else {
        lines_->send_from(lane_, line, std::move(frames));
    }
}

void Listeners::tell_all(Listener::Kind kind, const net::Frames& frames, Line except) {
    if (frames.empty()) return;
    for (auto& listener : list_) {
        if (listener.kind == kind && listener.line != except) give(listener, frames);
    }
}

bool Listeners::replay(Line line, std::uint64_t number, net::Frames frames) {
    const Listener* listener = find(line);
    if (!listener || listener->replay != number) return false;
    lines_->send_from(lane_, line, std::move(frames));
    return true;
}

void Listeners::hang_up_all() {
    for (const auto& listener : list_) lines_->hang_up(listener.line, net::CloseCode::try_later, "come back");
}

void Listeners::replay_done(Line line, std::uint64_t number) {
    Listener* listener = find(line);
    if (!listener || listener->replay != number) return;
    listener->replay = 0;
    lines_->send_from(lane_, line, std::exchange(listener->held, {}));
}

}  // namespace server
