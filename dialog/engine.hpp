// The dialog engine: what a conversation does next. A pure function of its arguments, with no clock, I/O or globals, so that
// any conversation can be replayed in a test.
#pragma once

#include "dialog/desk.hpp"
#include "dialog/event.hpp"
#include "dialog/turn.hpp"

#include <string>

namespace dialog {

// What `event` makes of `conversation`. The turn is data: new entries, effects for the shell, the conversation afterwards.
// Opened takes a default-constructed conversation. What may not happen (an agent speaks without holding it, a stale timer, an answer to
// a lookup that nobody waits for) gives a turn with `refused` set and nothing else: stale, bad_choice, not_holder, taken, already
// (that agent holds it), closed, unknown_ticket, bad_value.
Turn step(const Desk& desk, const Conversation& conversation, const Event& event, const Surroundings& around);

inline constexpr std::size_t kMaxBurst = 20;          // messages heard as one before the bot answers anyhow
inline constexpr std::size_t kMaxIssueBytes = 16000;  // the issue's text; what comes after is in the transcript only
inline constexpr std::size_t kVagueBytes = 18;        // an issue no longer than this (six Chinese characters) is asked about (R13)
inline constexpr std::size_t kMaxTickets = 20;        // tickets that one conversation can open

}  // namespace dialog
