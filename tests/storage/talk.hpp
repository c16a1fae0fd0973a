// A small language for turns: `talk.customer("hello", "m1").bot("hi")` says what the next turn holds. No engine: what the
// store is given is written down in the test itself.
#pragma once

#include "dialog/turn.hpp"

#include <string>

namespace storage::support {

inline dialog::Time at_ms(std::int64_t ms) { return dialog::Time{std::chrono::milliseconds{ms}}; }

// Noon, 12 May 2024, UTC.
inline constexpr dialog::Time kNoon = std::chrono::sys_days{std::chrono::May / 12 / 2024} + std::chrono::hours{12};

class Talk {
public:
    explicit Talk(std::string id = "c1");
    // Goes on from a conversation that was read.
    explicit Talk(dialog::Conversation conversation);

    Talk& customer(const std::string& text, const std::string& cid = "");
    Talk& bot(const std::string& text);
    Talk& agent(const std::string& text, const std::string& cid = "");
    Talk& system(const std::string& text);
    Talk& note(const std::string& text);
    Talk& opens_ticket(const std::string& summary);
    Talk& ticket_goes(tickets::Status status);     // of the last ticket
    Talk& arms(const std::string& timer, dialog::Time due, std::uint64_t generation);
    Talk& drops(const std::string& timer);
    Talk& starts_job(std::uint64_t id, const std::string& actor);
    Talk& finishes_job(std::uint64_t id);
    Talk& fails_identity(const std::string& identity, dialog::Time at);
    Talk& waits(dialog::Time since, const std::string& reason = "asked");
    Talk& held_by(const std::string& agent);
    Talk& ends();

    // The turn as it would be committed now.
    dialog::Turn turn() const;
    // What was committed; the next turn starts from there.
    void became(const dialog::Conversation& conversation);
    // The turn was not committed.
    void forget();

    dialog::Turn draft;  // for what has no word of its own
    dialog::Time now = kNoon;

private:
    dialog::Entry& append(dialog::From from, const std::string& text, dialog::EntryKind kind = dialog::EntryKind::message);
    tickets::Ticket& last_ticket();

    dialog::Conversation committed_;
};

}  // namespace storage::support
