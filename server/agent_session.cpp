#include "server/agent_session.hpp"

#include "server/reception_parts.hpp"
#include "server/wire.hpp"

#include <set>
#include <utility>

namespace server {
namespace {

constexpr std::size_t kMaxWatched = 100;  // conversations that one page watches
constexpr int kMaxBadFrames = 100;

class AgentSession final : public net::Session, public LineEnd {
public:
    AgentSession(ReceptionParts& parts, net::Socket& socket, storage::User user, std::function<bool()> still_valid)
        : parts_(parts), socket_(socket), user_(std::move(user)), still_valid_(std::move(still_valid)) {}

    void opened() override;
    void frame(std::string_view text) override;
    void closed() override;

    void hear(const net::Frames& frames) override { socket_.send(frames); }
    void joined(const dialog::ConversationId&) override {}
    void hang_up(net::CloseCode code, std::string_view reason) override { socket_.close(code, reason); }

private:
    void take(wire::Watch watch);
    void take(wire::Unwatch unwatch);
    void take(wire::AgentCommand command);
    void take(wire::AgentTyping typing);
    void take(wire::Presence presence);
    void take(const wire::Ping&) { socket_.send({wire::agent_pong()}); }
    void refuse(const wire::Refusal& refusal);
    dialog::Event event_of(const wire::AgentCommand& command) const;

    ReceptionParts& parts_;
    net::Socket& socket_;
    storage::User user_;
    std::function<bool()> still_valid_;
    Line line_;
    std::set<dialog::ConversationId> watched_;
    tickets::Time typed_at_{};
    int bad_frames_ = 0;
};

void AgentSession::opened() {
    line_ = parts_.lines.open(socket_.lane(), *this);
    ++parts_.counters.agents_connected;
    socket_.known();
    parts_.on_floor([line = line_, user = user_](DeskFloor& floor) { floor.join(line, user); });
    // A session that ended between the upgrade and this moment was not found by end_sessions_of: look once more.
    parts_.work_promised([&parts = parts_, line = line_, still_valid = still_valid_] {
        if (!still_valid()) parts.lines.hang_up(line, net::CloseCode::policy, "session ended");
    });
}

void AgentSession::closed() {
    for (const auto& id : watched_) {
        parts_.from_lane(line_.lane, id, [id, line = line_](Shard& shard) { shard.leave(id, line); });
    }
    parts_.on_floor([line = line_](DeskFloor& floor) { floor.leave(line); });
    parts_.lines.close(line_);
    --parts_.counters.agents_connected;
}

void AgentSession::frame(std::string_view text) {
    auto parsed = wire::parse_agent(text);
    if (const auto* refusal = std::get_if<wire::Refusal>(&parsed)) {
        refuse(*refusal);
        return;
    }
    std::visit([this](auto& each) { take(std::move(each)); }, std::get<wire::AgentFrame>(parsed));
}

void AgentSession::refuse(const wire::Refusal& refusal) {
    if (!refusal.cid.empty()) {
        socket_.send({wire::agent_nack(refusal.conversation, refusal.cid, refusal.code, 0)});
        return;
    }
    socket_.send({wire::error(refusal.code, refusal.message)});
    if (++bad_frames_ >= kMaxBadFrames) socket_.close(net::CloseCode::policy, "too many bad frames");
}

void AgentSession::take(wire::Watch watch) {
    if (watched_.size() >= kMaxWatched && !watched_.contains(watch.conversation)) {
        socket_.send({wire::error("too_many_watched", "unwatch one first")});
        return;
    }
    watched_.insert(watch.conversation);
    parts_.from_lane(line_.lane, watch.conversation, [watch, line = line_](Shard& shard) { shard.watch(watch.conversation, line, watch.after_position); });
}

void AgentSession::take(wire::Unwatch unwatch) {
    watched_.erase(unwatch.conversation);
    parts_.from_lane(line_.lane, unwatch.conversation, [id = unwatch.conversation, line = line_](Shard& shard) { shard.leave(id, line); });
}

dialog::Event AgentSession::event_of(const wire::AgentCommand& command) const {
    using Kind = wire::AgentCommand::Kind;
    const dialog::AgentRef agent{user_.id, user_.display_name, user_.staff_number};
    switch (command.kind) {
        case Kind::claim: return dialog::AgentClaimed{agent};
        case Kind::message: return dialog::AgentSaid{agent, command.cid, command.text};
        case Kind::note: return dialog::AgentNoted{agent, command.cid, command.text};
        case Kind::release: return dialog::AgentReleased{agent};
        case Kind::give_back: return dialog::AgentReturned{agent};
        case Kind::close: return dialog::AgentClosed{agent};
        case Kind::update: break;
    }
    return dialog::TicketEdited{agent, command.ticket, command.subcategory, command.priority, command.status};
}

void AgentSession::take(wire::AgentCommand command) {
    Letter letter{event_of(command), {Sender::Who::agent, line_, command.cid, {}}, 0};
    parts_.from_lane(line_.lane, command.conversation, [id = command.conversation, letter = std::move(letter)](Shard& shard) mutable { shard.receive(id, std::move(letter)); });
}

void AgentSession::take(wire::AgentTyping typing) {
    const auto now = parts_.now();
    if (now - typed_at_ < parts_.limits.typing_interval) return;
    typed_at_ = now;
    parts_.from_lane(line_.lane, typing.conversation, [id = typing.conversation, line = line_, agent = user_.id](Shard& shard) {
        shard.agent_types(id, line, agent);
    });
}

void AgentSession::take(wire::Presence presence) {
    parts_.on_floor([line = line_, presence](DeskFloor& floor) { floor.set_available(line, presence.available); });
}

net::Response unauthorized() {
    net::Response response;
    response.status = 401;
    response.body = R"({"error":{"code":"unauthorized","message":"log in first"}})";
    return response;
}

}  // namespace

net::SocketRoute agent_route(Reception& reception, std::function<std::optional<net::Response>(const net::Request&)> refuse, WhoIs who) {
    net::SocketRoute route;
    route.path = "/desk";
    route.refuse = [refuse = std::move(refuse), who](const net::Request& request) -> std::optional<net::Response> {
        if (refuse) {
            if (auto response = refuse(request)) return response;
        }
        if (!who(request)) return unauthorized();
        return std::nullopt;
    };
    route.open = [&parts = reception.parts(), who](net::Socket& socket, const net::Request& request) -> std::unique_ptr<net::Session> {
        const auto user = who(request);
        const auto still_valid = [who, request, id = user ? user->id : std::string()] {
            const auto now = who(request);
            return now && now->active && now->id == id;
        };
        return std::make_unique<AgentSession>(parts, socket, user.value_or(storage::User{}), still_valid);
    };
    return route;
}

}  // namespace server
