// What the store reads of tickets. Reads folds.
#pragma once

#include "storage/connection.hpp"

namespace storage::queries {

std::optional<tickets::Ticket> ticket(Connection& connection, const std::string& number);
std::vector<tickets::Ticket> tickets(Connection& connection, const TicketFilter& filter);  // newest first
std::vector<tickets::LogLine> ticket_log(Connection& connection, const std::string& number);

}  // namespace storage::queries
