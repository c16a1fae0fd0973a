// What the store reads of many conversations: the desk's lists, what is still to be done for them. Reads folds.
#pragma once

#include "storage/connection.hpp"

namespace storage::queries {

std::vector<ConversationRow> conversations(Connection& connection, const std::string& holder, const std::string& agent, std::size_t limit);
std::optional<ConversationRow> conversation_row(Connection& connection, const dialog::ConversationId& id);

std::vector<TimerRow> timers(Connection& connection);
std::vector<JobRow> jobs(Connection& connection);
int failed_tries(Connection& connection, const std::string& identity, const std::string& visitor, Time since);

}  // namespace storage::queries
