#include "tests/simulation/checks.hpp"

#include "dialog/engine.hpp"
#include "tests/simulation/agent.hpp"
#include "tests/simulation/customer.hpp"
#include "tests/simulation/house.hpp"
#include "tests/simulation/witness.hpp"
#include "tests/simulation/world.hpp"
#include "tickets/mask.hpp"

#include <algorithm>
#include <map>

namespace simulation {
namespace {

using Kind = dialog::Holder::Kind;

constexpr milliseconds kSlack{25'000};  // a timer is looked for every 10 s at the latest, and a lookup may be tried again

std::string place_of(const dialog::Turn& turn) { return turn.conversation.id.substr(0, 6) + " version " + std::to_string(turn.conversation.version); }

std::string number_in(const dialog::Turn& turn) {
    for (const auto& effect : turn.effects) {
        const auto* changed = std::get_if<dialog::TicketChanged>(&effect);
        if (changed && changed->line.what == "opened") return changed->ticket.number;
    }
    return {};
}

bool from_the_house(const dialog::Event& event) {
    return std::holds_alternative<dialog::CustomerMessage>(event) || std::holds_alternative<dialog::TimerFired>(event) ||
           std::holds_alternative<dialog::JobDone>(event);
}

// P7, P11 and who may speak, of one turn.
void check_turn(World& world, const dialog::Conversation& before, const Decided& decided, const dialog::Turn& turn) {
    const auto& after = turn.conversation;
    const bool bot_spoke = std::any_of(turn.entries.begin(), turn.entries.end(), [](const auto& entry) { return entry.from == dialog::From::bot; });
    if (before.holder.kind == Kind::agent && after.holder.kind == Kind::agent) {
        if (before.holder.agent != after.holder.agent) world.violate("P7: taken from another agent: " + place_of(turn));
        if (bot_spoke && from_the_house(decided.event)) world.violate("the bot speaks while an agent holds: " + place_of(turn));
    }
    const auto* fired = std::get_if<dialog::TimerFired>(&decided.event);
    if (fired) {
        const auto timer = before.timers.find(fired->name);
        if (timer == before.timers.end() || timer->second.generation != fired->generation) world.violate("P11: a stale timer took effect: " + place_of(turn));
        else if (decided.around.now + world.jumped_back() < timer->second.due) world.violate("P11: a timer fired too early: " + place_of(turn));
        if (fired->name == "silence" && after.holder.kind == Kind::nobody) world.seen(Sometimes::silence_ended_a_conversation);
    }
    if (std::holds_alternative<dialog::JobDone>(decided.event)) world.seen(Sometimes::identity_checked);
}

// P6: the log's turns follow from what they were decided by, from the empty conversation on.
void check_replay(World& world) {
    std::map<std::string, dialog::Conversation> states;
    for (const auto& turn : world.disk.journal) {
        auto& state = states[turn.conversation.id];
        const std::string number = number_in(turn);
        bool found = false;
        for (const auto& decided : world.witness().decided(turn.conversation.id, turn.conversation.version)) {
            auto again = dialog::step(world.desk, state, decided.event, decided.around);
            if (!number.empty() && dialog::opens_ticket(again)) dialog::number_ticket(again, number);
            if (!(again == turn)) continue;
            found = true;
            check_turn(world, state, decided, turn);
            break;
        }
        if (!found) return world.violate("P6: no step leads to " + place_of(turn));
        state = turn.conversation;
    }
}

// P4, P2 and P8 on the disk.
void check_log(World& world) {
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> last;  // position and seq
    std::set<std::tuple<std::string, dialog::From, std::string>> cids;
    std::string number_before;
    for (const auto& turn : world.disk.journal) {
        auto& [position, seq] = last[turn.conversation.id];
        for (const auto& entry : turn.entries) {
            if (entry.kind == dialog::EntryKind::message) ++seq;
            if (entry.position != ++position || entry.seq != seq) world.violate("P4: a gap at " + place_of(turn));
            if (!entry.cid.empty() && !cids.insert({turn.conversation.id, entry.from, entry.cid}).second) world.violate("P2: " + entry.cid + " twice in the log");
        }
        const std::string number = number_in(turn);
        if (number.empty()) continue;
        world.seen(Sometimes::ticket_opened);
        if (number.substr(0, 10) == number_before.substr(0, std::min<std::size_t>(10, number_before.size())) && number <= number_before) {
            world.violate("P8: " + number + " after " + number_before);
        }
        number_before = number;
    }
}

// P1 and P5 in the customers' pages.
void check_customer(World& world, const Customer& customer) {
    const CustomerProtocol& page = customer.protocol();
    const auto& log = world.witness().visible(page.conversation());
    if (page.state() != CustomerProtocol::State::ready) return world.violate(customer.name() + " has no link although all is calm");
    if (page.log().size() != log.size()) {
        world.violate("P5 " + customer.name() + ": shows " + std::to_string(page.log().size()) + " of " + std::to_string(log.size()) + " entries");
    }
    for (std::size_t i = 0; i < std::min(page.log().size(), log.size()); ++i) {
        if (page.log()[i]["text"] != log[i].text) world.violate("P5 " + customer.name() + ": entry " + std::to_string(i + 1) + " is another one");
    }
    for (const auto& [cid, seq] : customer.acked()) {
        if (seq == 0 || seq > log.size() || log[seq - 1].cid != cid) world.violate("P1 " + customer.name() + ": acknowledged " + cid + " is not in the log");
        else if (const auto& words = customer.said().at(cid); !words.empty() && log[seq - 1].text != tickets::redact(words).text) {
            world.violate("P1 " + customer.name() + ": " + cid + " has other words");
        }
    }
    for (const auto& item : page.outbox()) {
        if (item.state != OutboxItem::State::refused) world.violate(customer.name() + ": " + item.cid + " was never answered");
    }
}

// P7: who waits is known to be waiting, at one place; what an agent holds who is gone comes back.
void check_floor(World& world) {
    std::map<std::string, const dialog::Conversation*> waiting;
    for (const auto& [id, head] : world.disk.heads) {
        const auto& now = world.disk.journal[head].conversation;
        if (now.holder.kind == Kind::queue) waiting[id] = &now;
        if (now.holder.kind != Kind::agent) continue;
        for (const auto& agent : world.agents()) {
            const bool gone = agent->away_since() && world.now() - *agent->away_since() > world.limits.agent_lease + world.jumped_back() + kSlack;
            if (agent->id() == now.holder.agent && gone) world.violate("P7: " + agent->id() + " is gone and still holds " + id.substr(0, 6));
        }
    }
    const auto figures = world.house()->reception().figures();
    if (figures.waiting != waiting.size()) {
        world.violate("P7: " + std::to_string(waiting.size()) + " wait, the floor knows " + std::to_string(figures.waiting));
    }
    std::set<int> places;
    for (const auto& customer : world.customers()) {
        const bool waits = waiting.contains(customer->protocol().conversation());
        if (waits != (customer->protocol().holder() == "queue")) world.violate("P7: " + customer->name() + " believes otherwise about the queue");
        if (waits && !places.insert(customer->protocol().place()).second) world.violate("P7: two at one place of the queue");
        if (waits && customer->protocol().place() == 0) world.violate("P7: " + customer->name() + " waits and has no place");
    }
    for (const auto& agent : world.agents()) {
        if (!agent->here()) continue;
        for (const auto& [id, now] : waiting) {
            const auto row = agent->rows().find(id);
            if (row == agent->rows().end() || row->second["holder"] != "queue") world.violate("P7: " + agent->id() + " does not see that " + id.substr(0, 6) + " waits");
        }
    }
}

// P11: nothing that was due long ago is still armed, no lookup is forgotten.
void check_timers(World& world) {
    for (const auto& [id, head] : world.disk.heads) {
        const auto& now = world.disk.journal[head].conversation;
        for (const auto& [name, timer] : now.timers) {
            if (timer.due + kSlack < world.wall()) world.violate("P11: " + name + " of " + id.substr(0, 6) + " was due and did not fire");
        }
        if (!now.jobs.empty()) world.violate("P11: a lookup of " + id.substr(0, 6) + " was forgotten");
    }
}

}  // namespace

void check(World& world) {
    if (!world.house()) return world.violate("the house is down although all is calm");
    if (!world.house()->idle()) world.violate("the house does not come to rest");
    check_log(world);
    check_replay(world);
    for (const auto& customer : world.customers()) check_customer(world, *customer);
    check_floor(world);
    check_timers(world);
}

void import_records(MemoryDisk& disk) {
    disk.customers["C1"] = {"C1", "王小明", "13812345678", "wang@example.com", ""};
    dialog::KnownOrder order;
    order.order_no = "2026030100017";
    order.product = "空调";
    order.model = "CG-KT35";
    order.purchased_on = "2026-03-01";
    order.status = "installed";
    disk.orders[order.order_no] = {order, "C1"};
}

}  // namespace simulation
