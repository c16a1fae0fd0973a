// The floor: which agents are here and take work, what they hold, who waits. It tells agents of changed rows and customers of their
// place. Lane rule: lane 0; changes are gathered and told once per round of the lane.
#pragma once

#include "dialog/event.hpp"
#include "server/lines.hpp"
#include "server/waiting_queue.hpp"
#include "server/wire.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace server {

class ReceptionParts;

class DeskFloor {
public:
    explicit DeskFloor(ReceptionParts& parts) : parts_(parts) {}

    // At start: the queued and held conversations, and who the holders are.
    void restore(const std::vector<storage::ConversationRow>& rows, const std::vector<storage::User>& users);

    void join(Line line, const storage::User& user);
    void leave(Line line);
    void set_available(Line line, bool available);
    void end_sessions_of(const std::string& user);

    void changed(const storage::ConversationRow& row);  // after a committed turn
    void tell_place(const dialog::ConversationId& id);  // to one that has come back into memory

    static constexpr std::size_t kManyWaiting = 200;                    // with more, places are told once per kPlacesInterval
    static constexpr std::chrono::milliseconds kPlacesInterval{1'000};
    static constexpr std::size_t kMaxWelcomeRows = 500;

private:
    struct Desk {  // one open page of an agent
        Line line;
        bool welcomed = false;
        std::map<dialog::ConversationId, std::string> held;  // rows that changed while the welcome was being read
    };
    struct Agent {
        dialog::AgentRef ref;
        bool available = true;
        std::vector<Desk> desks;
        std::uint64_t leaves = 0;  // counts the times that the last desk was left: an older lease has no effect
    };

    Agent* agent_of(Line line);
    void hold(const storage::ConversationRow& row);
    void read_welcome(Line line, const storage::User& user);
    void welcome(Line line, const storage::User& user, const std::vector<storage::ConversationRow>& rows);
    void begin_lease(const std::string& agent);
    void end_lease(const std::string& agent, std::uint64_t leaves);
    void tell_presence();
    void publish();
    void flush_soon();
    void flush();
    void flush_places();
    int available_count() const;

    ReceptionParts& parts_;
    std::map<std::string, Agent> agents_;                           // by id
    std::map<dialog::ConversationId, storage::ConversationRow> held_;  // by agents
    WaitingQueue queue_;
    std::map<dialog::ConversationId, std::string> dirty_rows_;      // rendered, to be told in the next flush
    bool flushing_ = false;
    bool presence_changed_ = false;
    bool queue_changed_ = false;
    bool places_waiting_ = false;
    FloorView published_;
};

}  // namespace server
