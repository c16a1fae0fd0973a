// The conversations of one lane. Each takes one event at a time: step, commit, and only then ack, entries, timers and lookups.
// Lane rule: every member on its lane.
#pragma once

#include "dialog/turn.hpp"
#include "server/live_conversation.hpp"
#include "server/timers.hpp"
#include "server/waiting_queue.hpp"

#include <memory>
#include <string>
#include <unordered_map>

namespace server {

class ReceptionParts;

// What became of a turn.
struct Outcome {
    dialog::ConversationId id;
    storage::Commit commit;
    UnderWay::Token token;
};

class Shard {
public:
    Shard(ReceptionParts& parts, unsigned lane);

    // Sessions. A new conversation; one that a customer comes back to; the end of listening.
    void open(const dialog::Opened& opened, Line line, std::string token);
    void join(const dialog::ConversationId& id, Line line, std::string token, dialog::Seq after_seq);
    void watch(const dialog::ConversationId& id, Line line, std::uint64_t after_position);
    void leave(const dialog::ConversationId& id, Line line);
    void receive(const dialog::ConversationId& id, Letter letter);
    void customer_types(const dialog::ConversationId& id);
    void committed(Outcome outcome);
    void agent_types(const dialog::ConversationId& id, Line line, const std::string& agent);

    // The floor.
    void see(const FloorView& view) { floor_ = view; }
    void place(const dialog::ConversationId& id, Place place);

    // Start-up: what the store knows to be armed and unfinished.
    void restore(const storage::TimerRow& timer);
    void restore(const storage::JobRow& job);

    Timers& timers() { return timers_; }
    void stop() { timers_.stop(); }

    static constexpr int kMaxAttempts = 5;                            // of a turn that others overtake
    static constexpr std::chrono::milliseconds kRetry{1'000};         // of what the house itself sends, when the store is full
    static constexpr std::chrono::milliseconds kSweep{10'000};        // between looks for idle conversations
    static constexpr std::size_t kLeaveTogether = 8;                  // at max_loaded the longest idle go, one in so many of all
    static constexpr std::chrono::milliseconds kCrowded{100};         // after a look that made no room, until the next
    static constexpr std::chrono::milliseconds kSoon{60'000};         // a timer due within it keeps its conversation in memory

private:
    using Found = LiveConversation::Found;
    using Live = std::unordered_map<dialog::ConversationId, std::unique_ptr<LiveConversation>>;
    struct Loaded;

    // Loading and unloading.
    LiveConversation* find(const dialog::ConversationId& id);
    LiveConversation& take_in(const dialog::ConversationId& id);
    void with_loaded(const dialog::ConversationId& id, Found found);
    void load(const dialog::ConversationId& id, LiveConversation& live);
    void loaded(const dialog::ConversationId& id, Loaded loaded);
    void not_loaded(const dialog::ConversationId& id, const std::string& code);
    void forget(const dialog::ConversationId& id);
    bool may_leave(const dialog::ConversationId& id, const LiveConversation& live) const;
    Live::iterator put_away(Live::iterator at);
    bool has_room();
    void sweep();

    // One event's way.
    void work(LiveConversation& live);
    bool answer_repeat(LiveConversation& live, const Letter& letter);
    bool resolve_choice(LiveConversation& live, Letter& letter);
    void step(LiveConversation& live, Letter letter);
    void measure(LiveConversation& live, const dialog::Turn& turn);
    void try_again(LiveConversation& live, Letter letter);
    void wait_for_room(LiveConversation& live, Letter letter);
    void announce(LiveConversation& live, const dialog::Turn& turn, const dialog::Holder& before, const Letter* letter);
    void carry_out(LiveConversation& live, const dialog::Turn& turn);
    void tell_floor(const LiveConversation& live, const dialog::Holder& before);
    dialog::Surroundings surroundings(const LiveConversation& live) const;
    void start_job(const dialog::ConversationId& id, const std::string& visitor, const dialog::StartJob& job);

    // Answers.
    net::Frames acknowledge(const LiveConversation& live, const Letter& letter, const dialog::Turn& turn) const;
    void refuse(LiveConversation* live, const dialog::ConversationId& id, const Sender& sender, const std::string& code);

    void tell_joined(const dialog::ConversationId& id, Line line);

    // What went before, for who comes back. `upto` is the last one committed when the listener was put on the list.
    struct Replay {
        dialog::ConversationId id;
        Line line;
        Listener::Kind kind = Listener::Kind::customer;
        std::uint64_t number = 0;
        std::uint64_t after = 0;  // seq for a customer, position for an agent
        std::uint64_t upto = 0;
        std::size_t sent_bytes = 0;
        bool cut = false;
    };
    void read_on(const Replay& replay);
    net::Frames read_page(Replay& replay) const;  // on a worker; moves `after` on
    void page_read(Replay replay, net::Frames frames);

    ReceptionParts& parts_;
    unsigned lane_;
    Timers timers_;
    FloorView floor_;
    Live live_;
    std::unordered_map<dialog::ConversationId, Listeners> quiet_;  // who hears a conversation that is not in memory
    tickets::Time crowded_until_{};
};

}  // namespace server
