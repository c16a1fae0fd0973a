// Tickets as the conversation makes and changes them: every change is one effect with its line of the handling log.
#pragma once

#include "dialog/draft.hpp"

#include <functional>

namespace dialog {

// Opens a ticket for the issue; `confirmed`: the customer said yes to the restatement (R14), else it was opened for a human.
// The log says `opened` with the detail confirmed or unconfirmed.
void open_ticket(Draft& draft, bool confirmed);
// Changes the current ticket. Nothing happens when there is none.
void change_ticket(Draft& draft, const std::string& who, const std::string& what, const std::string& detail,
                   const std::function<void(tickets::Ticket&)>& change);
// Brings class, priority and facts of the current ticket up to what is known now.
void update_ticket(Draft& draft);
// An agent's edit. Returns a refusal code, or an empty string.
std::string edit_ticket(Draft& draft, const struct TicketEdited& edit);

// The priority of the issue with what is known of the customer (R24: a VIP's fault or complaint is urgent).
tickets::Priority issue_priority(const Draft& draft);

}  // namespace dialog
