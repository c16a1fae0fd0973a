#include "tests/simulation/witness.hpp"

#include "tests/simulation/agent.hpp"
#include "tests/simulation/world.hpp"

#include <algorithm>

namespace simulation {

void Witness::stepped(const dialog::Event& event, const dialog::Surroundings& around, const dialog::Turn& turn) {
    if (!turn.refused.empty()) return;
    const auto* fired = std::get_if<dialog::TimerFired>(&event);
    const dialog::Turn* before = world_.disk.last_turn(turn.conversation.id);
    if (fired && before && before->conversation.timers.contains(fired->name) && before->conversation.timers.at(fired->name).due < world_.house_began_at()) {
        world_.seen(Sometimes::timer_fired_after_downtime);
    }
    auto& steps = decided_[{turn.conversation.id, turn.conversation.version}];
    if (steps.size() > 1) world_.seen(Sometimes::turn_ran_again);
    steps.push_back({event, around});
    if (std::holds_alternative<dialog::AgentReturned>(event) && around.agents_available == 0) world_.seen(Sometimes::lease_ran_out);
}

const std::vector<Decided>& Witness::decided(const std::string& conversation, std::uint64_t version) const {
    static const std::vector<Decided> none;
    const auto it = decided_.find({conversation, version});
    return it == decided_.end() ? none : it->second;
}

const Witness::Log& Witness::log_of(const std::string& conversation) {
    for (; indexed_ < world_.disk.journal.size(); ++indexed_) {
        const dialog::Turn& turn = world_.disk.journal[indexed_];
        Log& log = logs_[turn.conversation.id];
        for (const auto& entry : turn.entries) {
            log.all.push_back(entry);
            if (entry.kind == dialog::EntryKind::message) log.visible.push_back(entry);
        }
    }
    return logs_[conversation];
}

void Witness::spoken(Link& link, const std::string& text) {
    const Json frame = Json::parse(text);
    const std::string type = frame["type"];
    if (type == "welcome" && frame.contains("token")) heard_by_[&link] = frame["conversation"];
    if (type != "entry" && type != "ack") return;
    if (frame.contains("conversation")) spoken_to_agent(link, frame);
    else spoken_to_customer(link, frame);
}

void Witness::spoken_to_customer(Link& link, const Json& frame) {
    const auto& log = visible(heard_by_[&link]);
    const std::uint64_t seq = frame["seq"];
    const auto wrong = [&](const std::string& why) { world_.violate("a customer is told what is not on the disk (" + why + "): " + frame.dump()); };
    if (seq == 0 || seq > log.size()) return wrong("no such seq");
    const dialog::Entry& entry = log[seq - 1];
    if (frame["type"] == "ack") {
        if (entry.cid != frame["cid"] || entry.from != dialog::From::customer) wrong("P1: the entry has another cid");
    } else if (entry.text != frame["text"] || dialog::name(entry.from) != frame["from"]) {
        wrong("the entry is another one");
    }
}

void Witness::spoken_to_agent(Link& link, const Json& frame) {
    const std::string conversation = frame["conversation"];
    const auto wrong = [&](const std::string& why) { world_.violate("an agent is told what is not on the disk (" + why + "): " + frame.dump()); };
    if (frame["type"] == "entry") {
        const auto& log = log_of(conversation).all;
        const std::uint64_t position = frame["position"];
        if (position == 0 || position > log.size() || log[position - 1].text != frame["text"]) wrong("the entry is another one");
        return;
    }
    const auto* agent = dynamic_cast<const Agent*>(link.client());
    if (!agent) return;  // has hung up
    const std::uint64_t after = agent->claimed_after(frame["cid"]);
    if (after == 0) return;
    const bool won = std::any_of(world_.disk.journal.begin(), world_.disk.journal.end(), [&](const dialog::Turn& turn) {
        const auto& now = turn.conversation;
        return now.id == conversation && now.version >= after && now.holder.agent == agent->id();
    });
    if (!won) wrong("P7: the claim was not won");
}

}  // namespace simulation
