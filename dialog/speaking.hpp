// What the bot says: prompts filled with what is known, questions with their choices, times as people say them.
#pragma once

#include "dialog/draft.hpp"

#include <string>

namespace dialog {

// Appends an entry of the bot (or of the system) made from a prompt. An empty text says nothing.
void say(Draft& draft, const std::string& prompt, From from = From::bot);
// Says a prompt as a question: keeps what is asked and what is offered, so that it can be repeated and answered by number.
void ask(Draft& draft, const std::string& prompt, const std::string& slot, const std::string& choices);
void repeat_question(Draft& draft);

// "今天 18:00", "明天 09:00", "11月27日（周五）18:00" by the words of the language, in the desk's time zone.
std::string local_time_text(const Draft& draft, Time time);
std::string class_label(const Draft& draft, const std::string& subcategory);

}  // namespace dialog
