#include "tests/bench/play.hpp"

#include <stdexcept>
#include <variant>

namespace bench {

namespace {

dialog::JobDone answer(const dialog::StartJob& job) {
    dialog::JobDone done;
    done.id = job.id;
    done.outcome = "verified";
    done.identity = {dialog::Identity::Level::verified, 0, "B00001", "客户00001", "", "2026030100001"};
    done.orders.push_back({"2026030100001", "空调", "CG-KF35", "2026-03-01", "2899.00", "installed", "德邦快递", "DPK3600001", "2026-03-04"});
    return done;
}

}  // namespace

Turns played(const dialog::Desk& desk, const std::vector<std::string>& texts, dialog::Time now) {
    const dialog::Surroundings around{now};
    Turns turns{dialog::step(desk, {}, dialog::Opened{"id", "web", "zh-CN", "visitor"}, around)};
    const auto go_on = [&](const dialog::Event& event) {
        turns.push_back(dialog::step(desk, turns.back().conversation, event, around));
        if (!turns.back().refused.empty()) throw std::runtime_error("the flow refused: " + turns.back().refused);
    };
    for (std::size_t i = 0; i < texts.size(); ++i) {
        go_on(dialog::CustomerMessage{"m" + std::to_string(i), texts[i], {}});
        for (const auto& effect : dialog::Turn(turns.back()).effects) {
            if (const auto* job = std::get_if<dialog::StartJob>(&effect)) go_on(answer(*job));
        }
    }
    return turns;
}

dialog::Turn moved(dialog::Turn turn, const std::string& id, const std::string& ticket) {
    turn.conversation.id = id;
    for (auto& each : turn.conversation.tickets) each.conversation = id;
    for (auto& effect : turn.effects) {
        if (auto* changed = std::get_if<dialog::TicketChanged>(&effect)) changed->ticket.conversation = id;
    }
    if (!ticket.empty()) dialog::number_ticket(turn, ticket);
    return turn;
}

}  // namespace bench
