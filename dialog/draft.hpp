// The turn that is being made: the conversation as it changes, and what has been said and asked of the shell so far.
// Lives for one step; knows the desk and the surroundings.
#pragma once

#include "dialog/desk.hpp"
#include "dialog/event.hpp"
#include "dialog/turn.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dialog {

// What the customer just said, as understood; the same for all guards and actions of a step.
struct Heard {
    std::string text;
    std::string choice;
    intents::Recognition recognition;
};

struct Draft {
    const Desk& desk;
    const Surroundings& around;
    Turn turn;
    std::optional<Heard> heard;
    std::string outcome;       // of the lookup that just came back
    AgentRef agent;            // who acts, in events of agents

    Conversation& conversation() { return turn.conversation; }
    const Conversation& conversation() const { return turn.conversation; }

    Entry& append(From from, std::string text, EntryKind kind = EntryKind::message);
    void arm(const std::string& name, Time due);
    void drop(const std::string& name);

    // The word in the conversation's language, else in the default one, else the key itself.
    const std::string& word(const std::string& key) const;
    const intents::Class* issue_class() const;  // of the issue; nullptr while there is none
    const intents::Class* find_class(const std::string& subcategory) const;
};

bool contains(const std::vector<std::string>& list, std::string_view value);

}  // namespace dialog
