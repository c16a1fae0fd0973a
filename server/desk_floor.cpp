#include "server/desk_floor.hpp"

#include "server/reception_parts.hpp"
#include "server/wire_json.hpp"

#include <algorithm>

namespace server {

void DeskFloor::restore(const std::vector<storage::ConversationRow>& rows, const std::vector<storage::User>& users) {
    for (const auto& row : rows) {
        queue_.changed(row, parts_.now());
        if (row.holder == "agent") hold(row);
    }
    for (const auto& user : users) {
        if (const auto it = agents_.find(user.id); it != agents_.end()) it->second.ref = {user.id, user.display_name, user.staff_number};
    }
    queue_changed_ = true;
    flush_soon();
}

// Who holds something and is not here has the lease's time to come back.
void DeskFloor::hold(const storage::ConversationRow& row) {
    held_[row.id] = row;
    const auto [agent, fresh] = agents_.try_emplace(row.agent);
    if (!fresh) return;
    agent->second.ref = {row.agent, row.agent_name, {}};
    begin_lease(row.agent);
}

DeskFloor::Agent* DeskFloor::agent_of(Line line) {
    for (auto& [id, agent] : agents_) {
        if (std::any_of(agent.desks.begin(), agent.desks.end(), [&](const Desk& desk) { return desk.line == line; })) return &agent;
    }
    return nullptr;
}

void DeskFloor::join(Line line, const storage::User& user) {
    Agent& agent = agents_[user.id];
    agent.ref = {user.id, user.display_name, user.staff_number};
    agent.desks.push_back({line, false, {}});
    presence_changed_ = true;
    flush_soon();
    read_welcome(line, user);
}

void DeskFloor::read_welcome(Line line, const storage::User& user) {
    const bool taken = parts_.work([this, line, user] {
        auto rows = parts_.store.conversations("", "", kMaxWelcomeRows);
        parts_.on_floor([line, user, rows = std::move(rows)](DeskFloor& floor) { floor.welcome(line, user, rows); });
    });
    if (!taken) parts_.lines.hang_up(line, net::CloseCode::try_later, "busy");
}

void DeskFloor::welcome(Line line, const storage::User& user, const std::vector<storage::ConversationRow>& rows) {
    Agent* agent = agent_of(line);
    if (!agent) return;
    std::vector<std::string> row_jsons;
    row_jsons.reserve(rows.size());
    for (auto row : rows) {
        if (const auto it = agents_.find(row.agent); it != agents_.end()) row.agent_name = it->second.ref.name;  // the store's rows do not name him
        row_jsons.push_back(wire::row_json(row).dump());
    }
    net::Frames frames{wire::agent_welcome(wire::user_json(user).dump(), row_jsons, agent->available)};
    for (auto& desk : agent->desks) {
        if (desk.line != line) continue;
        desk.welcomed = true;
        for (auto& [id, row] : std::exchange(desk.held, {})) frames.add(wire::agent_row(row));
    }
    parts_.lines.send(line, std::move(frames));
    presence_changed_ = true;  // the newcomer wants to know who is here
    flush_soon();
}

void DeskFloor::leave(Line line) {
    Agent* agent = agent_of(line);
    if (!agent) return;
    std::erase_if(agent->desks, [&](const Desk& desk) { return desk.line == line; });
    if (agent->desks.empty()) begin_lease(agent->ref.id);
    presence_changed_ = true;
    flush_soon();
}

void DeskFloor::begin_lease(const std::string& id) {
    const std::uint64_t leaves = ++agents_.at(id).leaves;
    parts_.timers(0).at(parts_.now() + parts_.limits.agent_lease, [this, id, leaves] { end_lease(id, leaves); });
}

void DeskFloor::end_lease(const std::string& id, std::uint64_t leaves) {
    const auto it = agents_.find(id);
    if (it == agents_.end() || it->second.leaves != leaves || !it->second.desks.empty()) return;
    const dialog::AgentRef ref = it->second.ref;
    agents_.erase(it);
    for (const auto& [conversation, row] : held_) {
        if (row.agent != id) continue;
        parts_.on_shard(conversation, [conversation = conversation, ref](Shard& shard) {
            shard.receive(conversation, {dialog::AgentReturned{ref}, {}, 0});
        });
    }
    presence_changed_ = true;
    flush_soon();
}

void DeskFloor::set_available(Line line, bool available) {
    Agent* agent = agent_of(line);
    if (!agent || agent->available == available) return;
    agent->available = available;
    presence_changed_ = true;
    flush_soon();
}

void DeskFloor::end_sessions_of(const std::string& user) {
    const auto it = agents_.find(user);
    if (it == agents_.end()) return;
    for (const auto& desk : it->second.desks) parts_.lines.hang_up(desk.line, net::CloseCode::policy, "session ended");
}

void DeskFloor::changed(const storage::ConversationRow& row) {
    if (queue_.changed(row, parts_.now())) queue_changed_ = true;
    if (row.holder == "agent") hold(row);
    else held_.erase(row.id);
    dirty_rows_[row.id] = wire::row_json(row).dump();
    flush_soon();
}

void DeskFloor::tell_place(const dialog::ConversationId& id) {
    const Place place = queue_.place_of(id, available_count());
    if (place.position == 0) return;
    parts_.on_shard(id, [id, place](Shard& shard) { shard.place(id, place); });
}

int DeskFloor::available_count() const {
    return static_cast<int>(std::count_if(agents_.begin(), agents_.end(),
                                          [](const auto& each) { return each.second.available && !each.second.desks.empty(); }));
}

void DeskFloor::flush_soon() {
    if (std::exchange(flushing_, true)) return;
    parts_.on_floor([](DeskFloor& floor) { floor.flush(); });
}

void DeskFloor::flush() {
    flushing_ = false;
    net::Frames frames;
    for (const auto& [id, row] : dirty_rows_) frames.add(wire::agent_row(row));
    for (auto& [agent_id, agent] : agents_) {
        for (auto& desk : agent.desks) {
            if (desk.welcomed) parts_.lines.send(desk.line, frames);
            else for (const auto& [id, row] : dirty_rows_) desk.held[id] = row;
        }
    }
    dirty_rows_.clear();
    if (std::exchange(presence_changed_, false)) {
        queue_changed_ = true;  // estimates depend on who is here
        tell_presence();
    }
    if (queue_changed_) flush_places();
    publish();
}

void DeskFloor::tell_presence() {
    std::vector<wire::Colleague> here;
    for (const auto& [id, agent] : agents_) {
        if (!agent.desks.empty()) here.push_back({id, agent.ref.name, agent.available});
    }
    const std::string frame = wire::agent_presence(here);
    for (const auto& [id, agent] : agents_) {
        for (const auto& desk : agent.desks) {
            if (desk.welcomed) parts_.lines.send(desk.line, {frame});
        }
    }
}

// With a long queue every claim moves everybody: then once per interval is enough.
void DeskFloor::flush_places() {
    if (places_waiting_) return;
    if (queue_.size() > kManyWaiting) {
        places_waiting_ = true;
        parts_.timers(0).at(parts_.now() + kPlacesInterval, [this] {
            places_waiting_ = false;
            queue_changed_ = true;
            flush_soon();
        });
    }
    queue_changed_ = false;
    for (auto& [id, place] : queue_.moved(available_count())) {
        parts_.on_shard(id, [id = id, place = place](Shard& shard) { shard.place(id, place); });
    }
}

void DeskFloor::publish() {
    const FloorView view{available_count(), queue_.minutes_per_claim(), queue_.waiting()};
    parts_.counters.agents_available = static_cast<std::uint64_t>(view.agents_available);
    parts_.counters.waiting = queue_.size();
    if (view == published_) return;
    published_ = view;
    for (unsigned lane = 0; lane < parts_.lanes.count(); ++lane) {
        parts_.post(lane, [this, lane, view] { parts_.shard_at(lane).see(view); });
    }
}

}  // namespace server
