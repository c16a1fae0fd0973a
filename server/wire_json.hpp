// Rows, details, tickets, users and entries as JSON, the same on the socket and over REST. Personal data leaves masked.
#pragma once

#include "dialog/desk.hpp"
#include "storage/store.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace server::wire {

using Json = nlohmann::ordered_json;

std::string time_text(tickets::Time time);  // 2026-11-21T08:30:00.000Z

Json row_json(const storage::ConversationRow& row);
// Labels of facts in the desk's default language.
Json detail_json(const dialog::Desk& desk, const dialog::Conversation& conversation, const storage::ConversationRow& row);
Json ticket_json(const tickets::Ticket& ticket, const std::vector<tickets::LogLine>& log = {});
Json known_ticket_json(const dialog::KnownTicket& ticket);
Json user_json(const storage::User& user);
// As the agent's `entry` frame, with `type` and `conversation`.
Json entry_json(const dialog::ConversationId& conversation, const dialog::Entry& entry);

}  // namespace server::wire
