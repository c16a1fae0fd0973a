// Whole conversations as turns, without a server: what the store is given when customers talk to the shipped flow.
#pragma once

#include "dialog/engine.hpp"

#include <string>
#include <vector>

namespace bench {

using Turns = std::vector<dialog::Turn>;

// The turns of a conversation in which the customer says `texts`, from the opening on; its ticket has no number yet.
Turns played(const dialog::Desk& desk, const std::vector<std::string>& texts, dialog::Time now);

// The same turn of another conversation. `ticket`: its number, when it has one already.
dialog::Turn moved(dialog::Turn turn, const std::string& id, const std::string& ticket);

}  // namespace bench
