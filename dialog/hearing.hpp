// What the bot makes of what it hears: the issue, the facts, the choice that was meant.
#pragma once

#include "dialog/draft.hpp"

namespace dialog {

// Understands a text (or a choice) and keeps it in draft.heard. A typed number or label of an offered choice becomes that choice.
void hear(Draft& draft, std::string text, std::string choice);
// The event of the flow for what was heard: choice.<id>, command.<intent> or message.
std::string heard_event(const Draft& draft);
// True when the text answers by itself and need not wait for more (a choice, a command, a plain yes).
bool is_whole_answer(const Draft& draft);

void recognize_issue(Draft& draft);    // takes what was heard as (more of) the issue
void replace_issue(Draft& draft);      // takes what was heard as the issue, in place of what was told before
void take_class(Draft& draft, const std::string& subcategory);
void forget_issue(Draft& draft);
void collect_facts(Draft& draft);      // every entity that was heard
void collect_answer(Draft& draft, const std::string& slot);  // the answer to a question for one slot, and entities besides
void check_facts(Draft& draft);        // names what contradicts the records (R15)
void take_records(Draft& draft);       // fills facts from the verified order

std::vector<std::string> missing_slots(const Draft& draft);  // what the class needs, is not known and was not asked yet
bool heard_new_fact(const Draft& draft);
bool is_filled(const Conversation& conversation, const std::string& slot);

}  // namespace dialog
