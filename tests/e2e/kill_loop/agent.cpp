#include "tests/e2e/kill_loop/agent.hpp"

#include "tests/e2e/kill_loop/http.hpp"
#include "tests/e2e/kill_loop/words.hpp"

#include <array>

namespace kill_loop {
namespace {

constexpr std::chrono::milliseconds kSendAgainAfter{1500};
constexpr int kMostDeeds = 6;
constexpr std::array<const char*, 4> kPriorities{"urgent", "high", "medium", "low"};
constexpr std::array<const char*, 3> kWaysOut{"release", "return", "close"};

}  // namespace

std::set<std::string> Agent::queue() const {
    std::set<std::string> waiting;
    for (const auto& [id, row] : rows_)
        if (row.holder == "queue") waiting.insert(id);
    return waiting;
}

std::string Agent::unanswered() const {
    if (!welcomed_) return name_ + ": welcome";
    return unanswered_ ? name_ + " " + unanswered_->conversation + ": " + unanswered_->frame.dump() : "";
}

Connection::Target Agent::target() {
    if (cookie_.empty()) cookie_ = log_in(world_.port, name_, password_);
    return {world_.port, "/desk", "Origin: http://127.0.0.1:" + std::to_string(world_.port) + "\r\nCookie: " + cookie_ + "\r\n", 0};
}

void Agent::opened() {
    welcomed_ = false;
    rows_.clear();
    std::erase_if(positions_, [&](const auto& each) { return each.first != serving_; });
    wait(20, 60);
}

void Agent::heard(const Json& frame) {
    const std::string type = frame.at("type");
    if (type == "welcome") {
        welcomed_ = true;
        for (const auto& row : frame.at("conversations")) take_row(row);
        send({{"type", "presence"}, {"available", true}});
        if (!serving_.empty()) watch();
        if (unanswered_) transmit();
    } else if (type == "row") {
        take_row(frame.at("conversation"));
    } else if (type == "entry") {
        saw(frame);
    } else if (type == "ack") {
        acknowledged(frame);
    } else if (type == "nack") {
        refused(frame);
    } else if (type == "error") {
        world_.oracle.violation("error: agent " + name_ + " heard " + frame.dump());
    }
}

void Agent::take_row(const Json& row) { rows_[row.at("id")] = {row.at("holder"), row.value("ticket", "")}; }

void Agent::saw(const Json& entry) {
    const std::string conversation = entry.at("conversation");
    const std::uint64_t position = entry.at("position");
    auto& last = positions_[conversation];
    if (position != last + 1)
        world_.oracle.violation((position <= last ? "doubled: " : "gap: ") + conversation + " showed " + name_ + " position " + std::to_string(position) +
                                " after " + std::to_string(last));
    last = std::max(last, position);
}

void Agent::acknowledged(const Json& frame) {
    if (!unanswered_ || unanswered_->cid != frame.at("cid")) return;  // of a command that was sent twice
    const auto done = *std::exchange(unanswered_, std::nullopt);
    world_.oracle.acknowledged(done.conversation, Side::agent, done.cid, 0);
    const std::string type = done.frame.at("type");
    if (type == "claim") {
        world_.oracle.claimed(done.conversation, done.cid);
        holds_ = true;
    } else if (type == kWaysOut[0] || type == kWaysOut[1] || type == kWaysOut[2]) {
        let_go();
    }
}

void Agent::refused(const Json& frame) {
    if (!unanswered_ || unanswered_->cid != frame.at("cid")) return;
    const std::string code = frame.at("code");
    if (frame.contains("retry_after")) return world_.oracle.delayed(unanswered_->conversation, unanswered_->cid, code);  // sent again later
    const auto done = *std::exchange(unanswered_, std::nullopt);
    world_.oracle.refused(done.conversation, Side::agent, done.cid, code);
    if (code == "cid_reused") world_.oracle.violation("error: " + done.conversation + " " + done.cid + " was refused as used before");
    if (code != "bad_value" && code != "unknown_ticket" && code != "forbidden") let_go();
}

void Agent::watch() {
    send({{"type", "watch"}, {"conversation", serving_}, {"after_position", positions_[serving_]}});
}

// It goes on watching: what was on the way to it when it unwatches could not be told from a gap.
void Agent::let_go() {
    serving_.clear();
    holds_ = false;
}

void Agent::command(const std::string& type, Json more) {
    Command made{serving_, name_ + "-" + std::to_string(++commands_), std::move(more), type == "message" || type == "note"};
    made.frame["type"] = type;
    made.frame["conversation"] = serving_;
    made.frame["cid"] = made.cid;
    unanswered_ = std::move(made);
    transmit();
}

void Agent::transmit() {
    world_.oracle.sent(unanswered_->conversation, Side::agent, unanswered_->cid, unanswered_->frame.value("text", unanswered_->frame.at("type")), unanswered_->is_entry);
    send(unanswered_->frame);
    sent_at_ = Clock::now();
}

// Mostly the first of the queue, so that agents meet there.
void Agent::claim() {
    const auto waiting = queue();
    if (waiting.empty()) return;
    auto chosen = waiting.begin();
    if (chance(30)) std::advance(chosen, between(0, static_cast<int>(waiting.size()) - 1));
    serving_ = *chosen;
    deeds_left_ = between(1, kMostDeeds);
    if (!positions_.contains(serving_)) watch();
    command("claim");
}

void Agent::serve() {
    if (deeds_left_-- <= 0) return command(kWaysOut[static_cast<std::size_t>(between(0, 2))]);
    const auto& ticket = rows_[serving_].ticket;
    if (!ticket.empty() && chance(20)) return command("update", {{"ticket", ticket}, {"priority", kPriorities[static_cast<std::size_t>(between(0, 3))]}});
    if (chance(25)) return command("note", {{"text", kNotes[static_cast<std::size_t>(between(0, static_cast<int>(kNotes.size()) - 1))]}});
    command("message", {{"text", kAgentsWords[static_cast<std::size_t>(between(0, static_cast<int>(kAgentsWords.size()) - 1))]}});
}

void Agent::next() {
    wait(10, 120);
    if (!welcomed_) return;
    if (unanswered_) {
        if (Clock::now() - sent_at_ > kSendAgainAfter) transmit();
    } else if (world_.begin_new && serving_.empty()) {
        claim();
    } else if (world_.begin_new && holds_) {
        if (chance(4)) hang_up();
        else serve();
    }
}

}  // namespace kill_loop
