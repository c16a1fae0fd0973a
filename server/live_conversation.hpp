// One conversation in memory: its committed state, what waits for it, who hears it. A plain value with the rules that need nothing
// else. Lane rule: the conversation's lane.
#pragma once

#include "server/listeners.hpp"
#include "server/mailbox.hpp"
#include "storage/store.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace server {

// What was answered to a cid.
struct Answered {
    dialog::Seq seq = 0;
    std::optional<std::size_t> sent;  // std::hash of what was sent, while the conversation stays in memory
    std::string stored_hash;          // storage::content_hash of the entry's text, when it was read from the store
};

struct LiveConversation {
    enum class Phase {
        loading,
        ready,
        committing,
        waiting,  // for room in the store
    };

    // Waits for it to come into memory; hears nullptr and why when it does not: unknown_conversation, unavailable.
    using Found = std::function<void(LiveConversation*, const std::string& why_not)>;

    explicit LiveConversation(Listeners who) : listeners(std::move(who)) {}

    Phase phase = Phase::loading;
    dialog::Conversation state;
    tickets::Time last_at{};  // of the last visible entry, and who spoke last said
    std::string last_text;
    std::map<std::pair<dialog::From, std::string>, Answered> answered;  // by kind of author and cid
    Mailbox mailbox;
    std::optional<Letter> current;  // its turn is being committed
    Listeners listeners;
    std::vector<Found> when_loaded;
    std::vector<tickets::Time> message_times;  // of the last messages, for the rate limit
    tickets::Time touched{};
    std::chrono::steady_clock::time_point handed_at{};      // the current turn to the store
    std::optional<tickets::Time> unanswered_since;          // the customer's first message that nobody has answered; for figures only
    int place = 0;             // in the queue, as the floor told last; 0: none
    int estimate_minutes = 0;

    storage::ConversationRow row() const;
    // Takes in what was committed: the state (moved out of the turn), the last words, the cids of new entries.
    void take(dialog::Turn& turn, const Letter* letter);
    void take(const std::vector<storage::CidRow>& rows);
    // How long the customer had waited, when this entry is the answer to what was said.
    std::optional<std::chrono::milliseconds> waited_for(const dialog::Entry& entry);
    // The customer's choice with that id, as it was last offered.
    const dialog::Choice* offered(const std::string& id) const;
    // True when one more message at `now` is within the limit; counts it.
    bool may_message(tickets::Time now, int max, std::chrono::milliseconds window);
};

// What an earlier message under the same cid says about this letter: none when the cid is new.
enum class Repeat { none, same, other };
Repeat repeat_of(const LiveConversation& live, const Letter& letter, dialog::Seq& seq);

}  // namespace server
