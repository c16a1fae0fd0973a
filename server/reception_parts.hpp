// What the reception is made of, in one place: built once, passed by reference. The sessions, shards and the floor stand on it.
// Thread rule: the references, limits, workers, lines and counters from any thread; a shard on its lane and the floor on lane 0 only,
// which on_shard and on_floor see to.
#pragma once

#include "server/counters.hpp"
#include "server/desk_floor.hpp"
#include "server/keys.hpp"
#include "server/lines.hpp"
#include "server/reception.hpp"
#include "server/shard.hpp"
#include "server/under_way.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace server {

class ReceptionParts {
public:
    ReceptionParts(const Outside& outside, ReceptionLimits limits);

    // What is posted counts as under way until it has run.
    void post(unsigned lane, std::function<void()> task);
    void on_shard(const dialog::ConversationId& id, std::function<void(Shard&)> task);
    // The same for who is on lane `here`: at once when the conversation's is the same.
    template <class Task>
    void from_lane(unsigned here, const dialog::ConversationId& id, Task task) {
        if (lanes.of(id) == here) task(*shards_[here]);
        else on_shard(id, std::move(task));
    }
    // A new id whose conversation is on that lane, so that a customer's socket and conversation share one.
    dialog::ConversationId new_conversation_id(unsigned lane) const;
    // From the writer's thread: the shard hears it together with what else its batch brought.
    void committed(const dialog::ConversationId& id, storage::Commit&& commit);
    void on_floor(std::function<void(DeskFloor&)> task);
    // On a worker; false when the workers have too much to do.
    [[nodiscard]] bool work(std::function<void()> task);
    void work_promised(std::function<void()> task);

    Shard& shard_at(unsigned lane) { return *shards_[lane]; }  // to be used on that lane
    Timers& timers(unsigned lane) { return shards_[lane]->timers(); }
    tickets::Time now() const { return clock(); }

    Lanes& lanes;
    storage::Store& store;
    const dialog::Desk& desk;
    const Clock clock;
    const RandomSource random;
    const ReceptionLimits limits;
    Counters counters;
    ReceptionWatch* watch = nullptr;  // none: nobody measures
    UnderWay under_way;
    Lines lines;
    KeyedHash hash;
    std::atomic<bool> stopping{false};

private:
    void hand_on_outcomes();

    std::vector<std::unique_ptr<Shard>> shards_;  // by lane
    DeskFloor floor_;
    Workers& workers_;
    std::vector<std::vector<Outcome>> outcomes_;  // by lane, of one batch of commits; the writer's thread's
};

}  // namespace server
