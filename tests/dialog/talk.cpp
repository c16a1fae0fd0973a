#include "tests/dialog/talk.hpp"

#include <algorithm>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace dialog::test {

namespace {

struct Order {
    KnownOrder order;
    std::string customer, name, phone, tier;
};

const std::vector<Order>& orders() {
    static const std::vector<Order> kOrders{
        {{"2026030100017", "空调", "CG-KF35", "2026-03-01", "2899.00", "installed", "德邦快递", "DPK3640021187", "2026-03-04"}, "C1001", "王小明", "13812345678", ""},
        {{"2026111500032", "电饭煲", "CG-FB40", "2026-11-15", "399.00", "delivered", "顺丰速运", "SF1402233445566", "2026-11-17"}, "C1001", "王小明", "13812345678", ""},
        {{"2026110300021", "洗衣机", "CG-XY10", "2026-11-03", "3199.00", "installed", "德邦快递", "DPK3641022954", "2026-11-06"}, "C1002", "李芳", "13987654321", "vip"},
    };
    return kOrders;
}

Time local(const char* text) {
    std::istringstream in(text);
    int year, month, day, hour, minute;
    char skip;
    in >> year >> skip >> month >> skip >> day >> skip >> hour >> skip >> minute;
    const auto date = std::chrono::sys_days{std::chrono::year(year) / month / day};
    return date + std::chrono::hours(hour) + std::chrono::minutes(minute) - std::chrono::hours(8);
}

}  // namespace

const Desk& shipped_desk() {
    static const auto loaded = [] {
        config::Problems problems;
        auto made = config::load(std::filesystem::path(FRONTDESK_SOURCE_DIR) / "config", problems);
        for (const auto& problem : problems) std::cerr << config::to_string(problem) << "\n";
        if (!made) throw std::runtime_error("the shipped configuration has problems");
        return made;
    }();
    return loaded->desk;
}

Talk::Talk(const std::string& locale, const char* local_time) {
    around.now = local(local_time);
    take(step(shipped_desk(), {}, Opened{"c1", "web", locale, "v1"}, around));
}

Turn Talk::apply(const Event& event) {
    auto turn = step(shipped_desk(), conversation_, event, around);
    const auto copy = turn;
    if (turn.refused.empty()) take(std::move(turn));
    while (!jobs_.empty()) {
        const auto job = jobs_.front();
        jobs_.pop_front();
        if (!conversation_.jobs.contains(job.id)) continue;
        take(step(shipped_desk(), conversation_, answer(job), around));
    }
    return copy;
}

void Talk::take(Turn turn) {
    if (opens_ticket(turn)) number_ticket(turn, tickets::format_number("WX", std::chrono::year(2026) / 11 / 23, ++serial_));
    for (const auto& effect : turn.effects)
        if (const auto* job = std::get_if<StartJob>(&effect)) jobs_.push_back(*job);
    entries_.insert(entries_.end(), turn.entries.begin(), turn.entries.end());
    conversation_ = std::move(turn.conversation);
}

JobDone Talk::answer(const StartJob& job) {
    JobDone done;
    done.id = job.id;
    done.failed = records_down;
    if (records_down) return done;
    const auto parameter = [&](const char* name) { const auto it = job.parameters.find(name); return it == job.parameters.end() ? std::string{} : it->second; };
    if (job.actor == "lookup_ticket") {
        for (const auto& ticket : conversation_.tickets)
            done.tickets.push_back({ticket.number, std::string(name(ticket.status)), ticket.subcategory, std::string(name(ticket.priority)), ticket.summary, ticket.opened_at, ticket.due.solution});
        done.outcome = done.tickets.empty() ? "none" : "found";
        return done;
    }
    const auto& all = orders();
    const auto it = std::find_if(all.begin(), all.end(), [&](const Order& each) { return each.order.order_no == parameter("order_no"); });
    const bool fits = it != all.end() && it->phone.ends_with(parameter("phone_last4"));
    done.identity_key = "key:" + parameter("order_no");
    done.outcome = tries_before >= shipped_desk().max_identity_tries ? "limited" : fits ? "verified" : "refused";
    if (done.outcome != "verified") return done;
    done.identity = {Identity::Level::verified, 0, it->customer, it->name, it->tier, it->order.order_no};
    for (const auto& each : all)
        if (each.customer == it->customer) done.orders.push_back(each.order);
    return done;
}

Talk& Talk::types(const std::string& text) {
    apply(CustomerMessage{"m" + std::to_string(entries_.size()), text, {}});
    return *this;
}

Talk& Talk::customer(const std::string& text) { return types(text).wait(shipped_desk().settle); }

Talk& Talk::choose(const std::string& choice) {
    const auto turn = apply(CustomerMessage{"m" + std::to_string(entries_.size()), {}, choice});
    if (!turn.refused.empty()) throw std::runtime_error(turn.refused + ": " + choice);
    return *this;
}

Talk& Talk::wait(std::chrono::milliseconds time) {
    const auto until = around.now + time;
    for (;;) {
        const auto& timers = conversation_.timers;
        const auto next = std::min_element(timers.begin(), timers.end(), [](const auto& a, const auto& b) { return a.second.due < b.second.due; });
        if (next == timers.end() || next->second.due > until) break;
        around.now = std::max(around.now, next->second.due);
        apply(TimerFired{next->first, next->second.generation});
    }
    around.now = until;
    return *this;
}

namespace {
AgentRef agent(const std::string& id) { return {id, "陈晨", "1024"}; }
}  // namespace

Talk& Talk::agent_claims(const std::string& id) { return apply(AgentClaimed{agent(id)}), *this; }
Talk& Talk::agent_says(const std::string& text, const std::string& id) { return apply(AgentSaid{agent(id), "a" + std::to_string(entries_.size()), text}), *this; }
Talk& Talk::agent_releases(const std::string& id) { return apply(AgentReleased{agent(id)}), *this; }
Talk& Talk::agent_closes(const std::string& id) { return apply(AgentClosed{agent(id)}), *this; }

std::string Talk::last(From from) const {
    for (auto it = entries_.rbegin(); it != entries_.rend(); ++it)
        if (it->from == from) return it->text;
    return {};
}

std::string Talk::since_customer() const {
    std::string out;
    for (auto it = entries_.rbegin(); it != entries_.rend() && it->from != From::customer; ++it) out = it->text + "\n" + out;
    return out;
}

std::vector<Choice> Talk::choices() const { return conversation_.offered; }

bool Talk::said(const std::string& prompt) const {
    for (auto it = entries_.rbegin(); it != entries_.rend() && it->from != From::customer; ++it)
        if (it->prompt == prompt) return true;
    return false;
}

}  // namespace dialog::test
