#include "server/customer_session.hpp"

#include "server/log.hpp"
#include "server/reception_parts.hpp"
#include "server/wire.hpp"
#include "storage/failpoint.hpp"

#include <exception>
#include <utility>

namespace server {
namespace {

constexpr std::size_t kMaxEarlyMessages = 32;  // sent before the welcome
constexpr int kMaxBadFrames = 10;              // of one socket, tokens that are not known among them; then it is closed
constexpr int kBusyRetry_s = 3;

// On a worker: a new token for a conversation, stored hashed.
std::string new_token(ReceptionParts& parts, const dialog::ConversationId& id) {
    std::string token = random_token(parts.random);
    parts.store.put_token(token_hash(token), id, parts.now());
    storage::pass(storage::Failpoint::token_stored);
    return token;
}

void begin(ReceptionParts& parts, Line line, const dialog::Opened& opened) {
    std::string token = new_token(parts, opened.id);
    parts.on_shard(opened.id, [opened, line, token = std::move(token)](Shard& shard) { shard.open(opened, line, token); });
}

void resume(ReceptionParts& parts, Line line, const wire::Hello& hello) {
    const auto id = parts.store.token_used(token_hash(hello.token));
    if (!id) {
        parts.lines.joined(line, {});
        parts.lines.send(line, {wire::error("unknown_token", "say hello without a token to begin anew")});
        return;
    }
    std::string token = new_token(parts, *id);
    parts.on_shard(*id, [id = *id, line, after = hello.after_seq, token = std::move(token)](Shard& shard) { shard.join(id, line, token, after); });
}

void say_busy(ReceptionParts& parts, Line line) {
    parts.lines.send(line, {wire::reconnect(kBusyRetry_s)});
    parts.lines.hang_up(line, net::CloseCode::try_later, "busy");
}

// On a worker, with values only: the session may be gone by then.
void greet(ReceptionParts& parts, Line line, const wire::Hello& hello, const std::string& visitor) {
    try {
        if (hello.token.empty()) {
            begin(parts, line, {parts.new_conversation_id(line.lane), "web", hello.locale, visitor});
        } else {
            resume(parts, line, hello);
        }
    } catch (const std::exception& error) {
        log_event(LogLevel::error, "hello_failed", {{"error", error.what()}});
        say_busy(parts, line);
    }
}

class CustomerSession final : public net::Session, public LineEnd {
public:
    CustomerSession(ReceptionParts& parts, net::Socket& socket) : parts_(parts), socket_(socket) {}

    void opened() override;
    void frame(std::string_view text) override;
    void closed() override;

    void hear(const net::Frames& frames) override { socket_.send(frames); }
    void joined(const dialog::ConversationId& id) override;
    void hang_up(net::CloseCode code, std::string_view reason) override { socket_.close(code, reason); }
    void late() override;

private:
    enum class Phase { fresh, joining, joined };

    void take(wire::Hello hello);
    void take(wire::Message message);
    void take(const wire::Typing&);
    void take(const wire::Read&) {}
    void take(const wire::Ping&) { socket_.send({wire::pong()}); }
    void take(const wire::Bye&) { socket_.close(net::CloseCode::normal, "bye"); }
    void complain(const std::string& code, const std::string& message);
    void refuse(const wire::Refusal& refusal);

    ReceptionParts& parts_;
    net::Socket& socket_;
    Line line_;
    Phase phase_ = Phase::fresh;
    dialog::ConversationId conversation_;
    std::vector<wire::Message> early_;  // came between hello and welcome
    tickets::Time typed_at_{};
    int bad_frames_ = 0;
    bool late_ = false;  // the time to say hello is over
};

void CustomerSession::opened() {
    line_ = parts_.lines.open(socket_.lane(), *this);
    ++parts_.counters.customers_connected;
    parts_.timers(line_.lane).at(parts_.now() + parts_.limits.hello_deadline, [&parts = parts_, line = line_] { parts.lines.late(line); });
}

void CustomerSession::late() {
    late_ = true;
    if (phase_ != Phase::fresh) return;
    socket_.send({wire::error("hello_first", "nothing was said")});
    socket_.close(net::CloseCode::policy, "no hello");
}

void CustomerSession::closed() {
    if (phase_ == Phase::joined) {
        parts_.from_lane(line_.lane, conversation_, [id = conversation_, line = line_](Shard& shard) { shard.leave(id, line); });
    }
    parts_.lines.close(line_);
    --parts_.counters.customers_connected;
}

void CustomerSession::joined(const dialog::ConversationId& id) {
    phase_ = id.empty() ? Phase::fresh : Phase::joined;
    conversation_ = id;
    if (!id.empty()) socket_.known();
    else if (++bad_frames_ >= kMaxBadFrames) socket_.close(net::CloseCode::policy, "too many bad frames");
    else if (late_) late();
    for (auto& message : std::exchange(early_, {})) take(std::move(message));
}

void CustomerSession::frame(std::string_view text) {
    auto parsed = wire::parse_customer(text);
    if (const auto* refusal = std::get_if<wire::Refusal>(&parsed)) {
        refuse(*refusal);
        return;
    }
    std::visit([this](auto& each) { take(std::move(each)); }, std::get<wire::CustomerFrame>(parsed));
}

void CustomerSession::refuse(const wire::Refusal& refusal) {
    if (refusal.cid.empty() || phase_ == Phase::fresh) {
        complain(phase_ == Phase::fresh ? "hello_first" : refusal.code, refusal.message);
    } else {
        ++parts_.counters.nacks;
        socket_.send({wire::nack(refusal.cid, refusal.code, 0)});
    }
}

void CustomerSession::complain(const std::string& code, const std::string& message) {
    socket_.send({wire::error(code, message)});
    if (++bad_frames_ >= kMaxBadFrames) socket_.close(net::CloseCode::policy, "too many bad frames");
}

void CustomerSession::take(wire::Hello hello) {
    if (phase_ != Phase::fresh) {
        complain("bad_frame", "hello was said already");
        return;
    }
    phase_ = Phase::joining;
    const std::string visitor = parts_.hash.of("visitor", socket_.peer());
    const bool taken = !parts_.stopping && parts_.work([&parts = parts_, line = line_, hello = std::move(hello), visitor] {
        greet(parts, line, hello, visitor);
    });
    if (!taken) say_busy(parts_, line_);
}

void CustomerSession::take(wire::Message message) {
    if (phase_ == Phase::fresh) {
        complain("hello_first", "the first frame is hello");
        return;
    }
    if (phase_ == Phase::joining) {
        if (early_.size() < kMaxEarlyMessages) early_.push_back(std::move(message));
        else socket_.send({wire::nack(message.cid, "overloaded", kBusyRetry_s)});
        return;
    }
    Sender sender{Sender::Who::customer, line_, message.cid, {}};
    Letter letter{dialog::CustomerMessage{std::move(message.cid), std::move(message.text), std::move(message.choice)}, std::move(sender), 0};
    parts_.from_lane(line_.lane, conversation_, [id = conversation_, letter = std::move(letter)](Shard& shard) mutable { shard.receive(id, std::move(letter)); });
}

void CustomerSession::take(const wire::Typing&) {
    const auto now = parts_.now();
    if (phase_ != Phase::joined || now - typed_at_ < parts_.limits.typing_interval) return;
    typed_at_ = now;
    parts_.from_lane(line_.lane, conversation_, [id = conversation_](Shard& shard) { shard.customer_types(id); });
}

}  // namespace

net::SocketRoute customer_route(Reception& reception, std::function<std::optional<net::Response>(const net::Request&)> refuse) {
    net::SocketRoute route;
    route.path = "/chat";
    route.refuse = std::move(refuse);
    route.open = [&parts = reception.parts()](net::Socket& socket, const net::Request&) -> std::unique_ptr<net::Session> {
        return std::make_unique<CustomerSession>(parts, socket);
    };
    return route;
}

}  // namespace server
