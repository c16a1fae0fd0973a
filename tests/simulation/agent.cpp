#include "tests/simulation/agent.hpp"

#include "tests/simulation/world.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace simulation {
namespace {

constexpr milliseconds kAnswerDeadline{10'000};
constexpr milliseconds kPingAfter{20'000};

}  // namespace

Agent::Agent(World& world, std::string id) : world_(world), id_(std::move(id)) {}

void Agent::begin() {
    connect();
    think();
}

void Agent::calm_down() {
    if (!world_.random.one_in(3)) return;
    wants_link_ = false;
    outbox_.clear();
    world_.trace(id_, "goes home");
    disconnect(0);
}

void Agent::connect() {
    if (!wants_link_ || link_) return;
    heard_at_ = world_.now();
    link_ = world_.connect(*this, id_);
}

void Agent::disconnect(int wait_most_ms) {
    if (link_) link_->give_up();
    link_ = nullptr;
    if (std::exchange(ready_, false) || !away_since_) away_since_ = world_.now();
    watched_.clear();
    for (auto& each : outbox_) each.sent = false;
    world_.scheduler.after(milliseconds(500 + world_.random.between(0, wait_most_ms)), Owner::world, [this] { connect(); });
}

void Agent::link_closed(int) {
    link_ = nullptr;
    disconnect(2'000);
}

void Agent::think() {
    world_.scheduler.after(milliseconds(world_.random.between(100, 5'000)), Owner::world, [this] {
        think();
        look_after_the_link();
        if (ready_ && !resting_) act();
        flush();
    });
}

// A link that says nothing is asked; one that does not answer is given up.
void Agent::look_after_the_link() {
    if (!link_) return;
    const bool unanswered = std::any_of(outbox_.begin(), outbox_.end(), [&](const Command& each) { return each.sent && world_.now() - each.sent_at > kAnswerDeadline; });
    const auto silent = world_.now() - heard_at_;
    if (unanswered || silent > kPingAfter + kAnswerDeadline) disconnect(2'000);
    else if (ready_ && silent > kPingAfter) link_->say(R"({"type":"ping"})");
}

void Agent::act() {
    if (!world_.calm() && world_.random.one_in(30)) {
        world_.trace(id_, "walks away");
        return disconnect(40'000);
    }
    if (world_.random.one_in(20)) link_->say(Json{{"type", "presence"}, {"available", !world_.random.one_in(3)}}.dump());
    for (const auto& [conversation, row] : std::map(rows_)) {
        if (link_ && world_.random.one_in(world_.calm() ? 12 : 2)) act_on(conversation, row);
    }
}

void Agent::act_on(const std::string& conversation, const Json& row) {
    const bool busy = std::any_of(outbox_.begin(), outbox_.end(), [&](const Command& each) { return each.conversation == conversation; });
    if (busy) return;
    if (!watched_.contains(conversation) && world_.random.one_in(2)) {
        watched_[conversation];
        link_->say(Json{{"type", "watch"}, {"conversation", conversation}, {"after_position", 0}}.dump());
    }
    if (row["holder"] == "queue" || (row["holder"] == "bot" && world_.random.one_in(25))) return command("claim", conversation);
    if (row["holder"] != "agent" || row.value("agent", "") != id_) return;
    switch (world_.random.below(8)) {
        case 0: return command("release", conversation);
        case 1: return world_.calm() ? command("close", conversation) : command("return", conversation);
        case 2: return command("close", conversation);
        case 3: return command("note", conversation, "老客户，注意语气");
        default: return command("message", conversation, "您好，我来帮您");
    }
}

void Agent::command(const std::string& type, const std::string& conversation, const std::string& text) {
    const std::string cid = id_ + "-" + std::to_string(++cids_);
    Json frame{{"type", type}, {"conversation", conversation}, {"cid", cid}};
    if (!text.empty()) frame["text"] = text;
    const dialog::Turn* last = world_.disk.last_turn(conversation);
    if (type == "claim") claimed_after_[cid] = last ? last->conversation.version : 0;
    outbox_.push_back({conversation, std::move(frame), false, milliseconds(0), milliseconds(0)});
}

std::uint64_t Agent::claimed_after(const std::string& cid) const {
    const auto it = claimed_after_.find(cid);
    return it == claimed_after_.end() ? 0 : it->second;
}

void Agent::flush() {
    if (!ready_ || !link_) return;
    for (auto& each : outbox_) {
        if (each.sent || each.not_before > world_.now()) continue;
        each.sent = true;
        each.sent_at = world_.now();
        world_.trace(id_, "says " + each.frame.dump());
        link_->say(each.frame.dump());
    }
}

void Agent::link_received(const std::string& text) {
    heard_at_ = world_.now();
    const Json frame = Json::parse(text);
    world_.trace(id_, "hears " + text.substr(0, 200));
    heard(frame);
    flush();
}

void Agent::heard(const Json& frame) {
    const std::string type = frame["type"];
    if (type == "welcome") welcomed(frame);
    if (type == "entry") entry(frame);
    if (type == "ack") answered(frame, true);
    if (type == "nack") answered(frame, false);
    if (type == "reconnect") disconnect(2'000);
    if (type != "row") return;
    const Json& row = frame["conversation"];
    if (row["holder"] == "nobody") rows_.erase(row["id"]);
    else rows_[row["id"]] = row;
}

void Agent::welcomed(const Json& frame) {
    ready_ = true;
    away_since_.reset();
    rows_.clear();
    for (const auto& row : frame["conversations"]) rows_[row["id"]] = row;
}

// P5 for agents: after a watch, every entry once and in order.
void Agent::entry(const Json& frame) {
    auto& watched = watched_[frame["conversation"]];
    if (frame["position"] != watched.last + 1) {
        world_.violate("P5 " + id_ + ": position " + frame["position"].dump() + " after " + std::to_string(watched.last));
    }
    watched.last = frame["position"];
}

void Agent::answered(const Json& frame, bool done) {
    const auto it = std::find_if(outbox_.begin(), outbox_.end(), [&](const Command& each) { return each.frame["cid"] == frame["cid"]; });
    if (it == outbox_.end()) return;
    const std::string type = it->frame["type"];
    if (done && type == "message") world_.seen(Sometimes::agent_spoke);
    if (done && type == "release") world_.seen(Sometimes::handed_back_to_the_bot);
    if (done && type == "return") world_.seen(Sometimes::returned_to_the_queue);
    if (done && type == "close") world_.seen(Sometimes::closed_by_the_agent);
    const std::string code = frame.value("code", "");
    if (code == "taken") world_.seen(Sometimes::claim_race_lost);
    if (code == "overloaded" || code == "unavailable") {
        it->sent = false;
        it->not_before = world_.now() + milliseconds(2'000);
        return;
    }
    outbox_.erase(it);
}

}  // namespace simulation
