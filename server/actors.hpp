// The actors: lookups that a flow invokes, done on a worker. They read the owner's data and answer with a documented word.
#pragma once

#include "dialog/desk.hpp"
#include "dialog/event.hpp"
#include "dialog/turn.hpp"
#include "server/keys.hpp"
#include "storage/store.hpp"

#include <string>

namespace server {

struct ActorCall {
    dialog::ConversationId conversation;
    std::string visitor;
    dialog::StartJob job;
    tickets::Time now{};
};

// verify_identity{order_no, phone_last4}: verified, refused, limited
// lookup_ticket{ticket_no, customer}: found, none
// lookup_orders{customer}: found, none
// May block; never throws: whatever fails is an answer with failed = true.
dialog::JobDone run_actor(storage::Store& store, const dialog::Desk& desk, const KeyedHash& hash, const ActorCall& call);

inline constexpr std::size_t kMaxKnownTickets = 20;  // open tickets of a customer that a conversation knows

}  // namespace server
