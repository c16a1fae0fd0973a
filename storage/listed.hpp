// A conversation as the desk lists it, made from a turn. A pure function.
#pragma once

#include "storage/store.hpp"

namespace storage {

// last_at and last_text know this turn alone: without visible entries in it they are opened_at and empty.
ConversationRow listed(const dialog::Turn& turn);

}  // namespace storage
