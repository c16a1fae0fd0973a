// The customer's side of docs/protocol.md ("The customer's side, as a state machine") as a pure machine: inputs with the time at which they
// come, outputs to be taken. web/src/protocol is the same machine; tests/protocol_scripts hold the two together.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace simulation {

using Json = nlohmann::json;
using std::chrono::milliseconds;

struct OutboxItem {
    enum class State { waiting, sent, taken, refused };
    std::string cid;
    Json frame;  // without the cid
    State state = State::waiting;
    std::string code;                       // why it was refused, or why it waits
    std::optional<milliseconds> retry_at;   // while it waits
    milliseconds sent_at{0};
};

// What survives a reload of the page.
struct PageMemory {
    std::string token;
    std::vector<OutboxItem> outbox;  // what is neither taken nor given up
};

class CustomerProtocol {
public:
    enum class State { idle, connecting, greeting, ready, waiting };
    struct Output {
        enum class Kind { open, close, send };
        Kind kind = Kind::open;
        Json frame;  // of send
    };

    // `chance`: 0 <= x < 1, for the spread of the waits. `memory` outlives the machine.
    CustomerProtocol(PageMemory& memory, std::string locale, std::function<double()> chance);

    void start(milliseconds now);
    void opened(milliseconds now);
    void received(const std::string& text, milliseconds now);
    void closed(int code, milliseconds now);
    void wake(bool fresh, milliseconds now);
    void tick(milliseconds now);  // whenever next_tick() has come; harmless before
    bool say(const std::string& cid, Json frame, milliseconds now);  // false: the outbox is full

    std::vector<Output> take() { return std::exchange(outputs_, {}); }
    std::optional<milliseconds> next_tick() const;
    State state() const { return state_; }
    const std::vector<Json>& log() const { return log_; }  // entries by seq
    std::uint64_t last() const { return last_; }
    const std::vector<OutboxItem>& outbox() const { return outbox_; }
    const std::string& conversation() const { return conversation_; }
    const std::string& holder() const { return holder_; }
    int place() const { return place_; }  // in the queue; 0: not known

    static constexpr milliseconds kAnswerDeadline{10'000};
    static constexpr milliseconds kFirstBackoff{500};
    static constexpr milliseconds kMaxBackoff{30'000};
    static constexpr milliseconds kStableAfter{5'000};
    static constexpr milliseconds kLeastRetry{2'000};
    static constexpr milliseconds kMaxRetry{300'000};
    static constexpr milliseconds kPingAfter{30'000};
    static constexpr int kMaxGapResumes = 3;
    static constexpr std::size_t kMaxOutbox = 200;

private:
    void connect(milliseconds now);
    void restart(milliseconds now);
    void fail(int code, std::optional<milliseconds> wait, milliseconds now);
    void drop();
    void ready(milliseconds now);
    void flush(milliseconds now);
    void greet();
    void forget();
    void write(Json frame) { outputs_.push_back({Output::Kind::send, std::move(frame)}); }

    void frame(const Json& frame, milliseconds now);
    void welcomed(const Json& frame, milliseconds now);
    void arrived(const Json& frame, milliseconds now);
    void acked(const Json& frame, milliseconds now);
    void nacked(const Json& frame, milliseconds now);
    void failed(const Json& frame, milliseconds now);

    OutboxItem* find(const std::string& cid);
    void remove(const std::string& cid);
    void refuse(OutboxItem& item, const std::string& code);
    void refuse_in_flight(const std::string& code);
    void keep();

    PageMemory& memory_;
    std::string locale_;
    std::function<double()> chance_;
    State state_ = State::idle;
    std::vector<Output> outputs_;
    bool linked_ = false;  // a socket is ours
    int attempts_ = 0;
    std::optional<milliseconds> retry_at_;
    std::optional<milliseconds> deadline_;   // for opening, greeting and pong
    std::optional<milliseconds> stable_at_;
    std::optional<milliseconds> ping_at_;
    std::string sent_token_;
    std::string conversation_;
    std::string holder_ = "bot";
    int place_ = 0;
    std::vector<OutboxItem> outbox_;
    std::vector<Json> log_;
    std::uint64_t last_ = 0;
    std::uint64_t gap_at_ = 0;
    int gap_resumes_ = 0;
};

}  // namespace simulation
