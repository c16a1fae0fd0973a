#include "server/reception.hpp"

#include "server/log.hpp"
#include "server/reception_parts.hpp"
#include "storage/failpoint.hpp"

#include <exception>
#include <limits>
#include <memory>
#include <utility>

namespace server {
namespace {

constexpr int kReconnectAfterStop_s = 2;

}  // namespace

ReceptionParts::ReceptionParts(const Outside& outside, ReceptionLimits limits_in)
    : lanes(outside.lanes), store(outside.store), desk(outside.desk), clock(outside.clock), random(outside.random), limits(limits_in),
      lines(lanes, under_way), hash(store.secret()), floor_(*this), workers_(outside.workers) {
    for (unsigned lane = 0; lane < lanes.count(); ++lane) shards_.push_back(std::make_unique<Shard>(*this, lane));
    outcomes_.resize(lanes.count());
    store.after_batch([this] { hand_on_outcomes(); });
}

void ReceptionParts::post(unsigned lane, std::function<void()> task) {
    lanes.post(lane, [task = std::move(task), token = under_way.token()] { task(); });
}

void ReceptionParts::on_shard(const dialog::ConversationId& id, std::function<void(Shard&)> task) {
    const unsigned lane = lanes.of(id);
    post(lane, [this, lane, task = std::move(task)] { task(*shards_[lane]); });
}

dialog::ConversationId ReceptionParts::new_conversation_id(unsigned lane) const {
    static constexpr int kMaxDraws = 200;
    auto id = random_conversation_id(random);
    for (int draw = 1; lanes.of(id) != lane && draw < kMaxDraws; ++draw) id = random_conversation_id(random);
    return id;
}

void ReceptionParts::committed(const dialog::ConversationId& id, storage::Commit&& commit) {
    outcomes_[lanes.of(id)].push_back({id, std::move(commit), under_way.token()});
}

void ReceptionParts::hand_on_outcomes() {
    for (unsigned lane = 0; lane < outcomes_.size(); ++lane) {
        if (outcomes_[lane].empty()) continue;
        auto outcomes = std::make_shared<std::vector<Outcome>>(std::exchange(outcomes_[lane], {}));
        post(lane, [this, lane, outcomes] {
            for (auto& outcome : *outcomes) {
                try {
                    shards_[lane]->committed(std::move(outcome));
                } catch (const std::exception& error) {  // of one conversation: the others of the batch hear theirs
                    log_event(LogLevel::error, "lane_task_failed", {{"error", error.what()}});
                }
            }
        });
    }
}

void ReceptionParts::on_floor(std::function<void(DeskFloor&)> task) {
    post(0, [this, task = std::move(task)] { task(floor_); });
}

bool ReceptionParts::work(std::function<void()> task) {
    return workers_.run([task = std::move(task), token = under_way.token()] { task(); });
}

void ReceptionParts::work_promised(std::function<void()> task) {
    workers_.run_promised([task = std::move(task), token = under_way.token()] { task(); });
}

Reception::Reception(const Outside& outside, ReceptionLimits limits) : parts_(std::make_unique<ReceptionParts>(outside, limits)) {}

Reception::~Reception() = default;

void Reception::watch(ReceptionWatch& watch) { parts_->watch = &watch; }

void Reception::start() {
    constexpr auto kAll = std::numeric_limits<std::size_t>::max() / 4;
    auto rows = parts_->store.conversations("queue", "", kAll);
    const auto held = parts_->store.conversations("agent", "", kAll);
    rows.insert(rows.end(), held.begin(), held.end());
    parts_->on_floor([rows = std::move(rows), users = parts_->store.users()](DeskFloor& floor) { floor.restore(rows, users); });
    for (auto& timer : parts_->store.timers()) {
        parts_->on_shard(timer.conversation, [timer](Shard& shard) { shard.restore(timer); });
    }
    for (auto& job : parts_->store.jobs()) {
        parts_->on_shard(job.conversation, [job](Shard& shard) { shard.restore(job); });
    }
}

bool Reception::wind_down() {
    if (parts_->stopping.exchange(true)) return false;
    storage::pass(storage::Failpoint::stop_began);
    for (unsigned lane = 0; lane < parts_->lanes.count(); ++lane) {
        parts_->post(lane, [parts = parts_.get(), lane] { parts->shard_at(lane).stop(); });
    }
    return true;
}

void Reception::say_goodbye() {
    storage::pass(storage::Failpoint::stop_drained);
    parts_->lines.hang_up_all(wire::reconnect(kReconnectAfterStop_s), net::CloseCode::restart, "server is going down");
}

void Reception::stop(std::chrono::milliseconds patience) {
    if (!wind_down()) return;
    parts_->under_way.wait_idle(patience);
    say_goodbye();
    parts_->under_way.wait_idle(patience);
}

void Reception::end_sessions_of(const std::string& user_id) {
    parts_->on_floor([user_id](DeskFloor& floor) { floor.end_sessions_of(user_id); });
}

ReceptionFigures Reception::figures() const {
    const Counters& now = parts_->counters;
    return {now.turns,
            now.messages,
            now.nacks,
            now.conflicts,
            now.conversations_loaded,
            now.customers_connected,
            now.agents_connected,
            now.agents_available,
            now.waiting};
}

}  // namespace server
