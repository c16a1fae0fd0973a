// A conversation as the desk lists it, made from a turn. A pure function.
#pragma once

#include "storage/store.hpp"

namespace storage {

// last_at and last_text know this turn alone: without visible entries in it they are opened_at and empty.
ConversationRow listed(const dialog::Turn& turn);
// The row of a conversation whose last visible entry was at `last_at` and whose last spoken words were `last_text`.
ConversationRow listed(const dialog::Conversation& conversation, Time last_at, std::string last_text);
// What the entries make of both. Without visible ones nothing.
void note_last(const std::vector<dialog::Entry>& entries, Time& last_at, std::string& last_text);

}  // namespace storage
