// The reception: every live conversation, its clocks, its lookups, and who hears it. Between sockets and the pure engine.
// Thread rule: every member may be called from any thread; a conversation is touched on its own lane only (Lanes::of(id)), the floor
// on lane 0, a session on its socket's lane. Nobody hears anything of a turn before it is committed.
#pragma once

#include "dialog/desk.hpp"
#include "dialog/event.hpp"
#include "server/keys.hpp"
#include "server/lanes.hpp"
#include "server/workers.hpp"
#include "storage/store.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace server {

using Clock = std::function<tickets::Time()>;

struct ReceptionLimits {
    std::size_t max_mailbox_events = 64;              // waiting in one conversation; one more is `overloaded`
    std::size_t max_mailbox_bytes = 256 * 1024;
    std::size_t max_sockets_per_conversation = 5;     // one more closes the oldest
    std::size_t max_watchers_per_conversation = 50;
    int max_messages = 20;                            // of one conversation's customer per message_window
    std::chrono::milliseconds message_window{10'000};
    std::chrono::milliseconds hello_deadline{5'000};  // from a customer's socket's first moment
    std::chrono::milliseconds typing_interval{1'000};
    std::chrono::milliseconds agent_lease{60'000};    // an agent without a socket for so long gives his conversations back
    std::chrono::milliseconds idle_unload{30'000};    // a conversation in which nothing happens leaves memory; who listens still hears it
    std::size_t max_loaded = 4'000;                   // conversations in memory; the longest idle ones go first, with none idle `overloaded`
    std::size_t max_replay_bytes = 192 * 1024;        // sent to a resuming customer at once; the rest after a reconnect
    unsigned workers = 4;                             // threads for store reads and lookups
    std::size_t max_waiting_work = 10'000;            // tasks for the workers; one more is `overloaded`
    bool operator==(const ReceptionLimits&) const = default;
};

// For the metrics; a copy of counters.
struct ReceptionFigures {
    std::uint64_t turns = 0;              // committed
    std::uint64_t messages = 0;           // customers' messages acknowledged
    std::uint64_t nacks = 0;
    std::uint64_t conflicts = 0;          // turns run again
    std::uint64_t conversations_loaded = 0;
    std::uint64_t customers_connected = 0;
    std::uint64_t agents_connected = 0;   // sockets
    std::uint64_t agents_available = 0;
    std::uint64_t waiting = 0;            // conversations in the queue
};

// Hears what was decided and how long things took. Called on lanes; must be quick and must not throw.
class ReceptionWatch {
public:
    virtual ~ReceptionWatch() = default;
    // A step, before its turn is committed; the turn may be refused, or overtaken by another one.
    virtual void stepped(const dialog::Event& /*event*/, const dialog::Surroundings& /*around*/, const dialog::Turn& /*turn*/) {}
    virtual void committed(std::chrono::microseconds took) = 0;                     // from handing a turn to the store
    virtual void replied(dialog::From who, std::chrono::milliseconds waited) = 0;   // to the first message not answered yet (R2)
};

// What the reception stands on. All of it outlives the reception.
struct Outside {
    Lanes& lanes;
    Workers& workers;  // for store reads and lookups
    storage::Store& store;
    const dialog::Desk& desk;
    Clock clock;       // decides; what it says may jump
    RandomSource random = system_random;  // of conversation ids and tokens
};

class Shard;
class DeskFloor;
class ReceptionParts;

class Reception {
public:
    explicit Reception(const Outside& outside, ReceptionLimits limits = {});
    ~Reception();  // when the lanes and the workers have stopped and no session is left
    Reception(const Reception&) = delete;
    Reception& operator=(const Reception&) = delete;

    // `watch` outlives the reception. Before start().
    void watch(ReceptionWatch& watch);
    // Loads timers, unfinished lookups and the queue from the store. Once, before the first session; the lanes may run already.
    void start();
    // Winds down, waits until what was begun is committed and answered, says goodbye, and waits until that is said; for at most
    // `patience` each time. The lanes must still run. Only the first call does anything.
    void stop(std::chrono::milliseconds patience = std::chrono::seconds(10));
    // The two halves of stop(), for who waits in another way. Takes no more work and rings no more timers; false when it was called before.
    bool wind_down();
    // Says `reconnect` to every socket and closes it (1012).
    void say_goodbye();

    // Closes the live sockets of an agent whose session or role has ended.
    void end_sessions_of(const std::string& user_id);

    ReceptionFigures figures() const;

    ReceptionParts& parts() { return *parts_; }  // for the sessions

private:
    std::unique_ptr<ReceptionParts> parts_;
};

}  // namespace server
