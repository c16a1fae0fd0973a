// A conversation with the shipped desk, without a server: says, waits and claims by hand-moved clock; lookups are answered from
// a small set of orders. What was said is kept, so that a case is a few lines.
#pragma once

#include "config/load.hpp"
#include "dialog/engine.hpp"

#include <deque>
#include <string>
#include <vector>

namespace dialog::test {

const Desk& shipped_desk();

class Talk {
public:
    explicit Talk(const std::string& locale = "zh-CN", const char* local_time = "2026-11-23T10:00");  // a Monday, Beijing time

    Talk& customer(const std::string& text);       // says it and lets the settle time pass
    Talk& types(const std::string& text);          // says it, and may go on
    Talk& choose(const std::string& choice);
    Talk& wait(std::chrono::milliseconds time);    // fires what becomes due
    Talk& agent_claims(const std::string& id = "a1");
    Talk& agent_says(const std::string& text, const std::string& id = "a1");
    Talk& agent_releases(const std::string& id = "a1");
    Talk& agent_closes(const std::string& id = "a1");
    Turn apply(const Event& event);                // applies it, keeps the entries, answers lookups

    const Conversation& now() const { return conversation_; }
    const std::vector<Entry>& entries() const { return entries_; }
    std::string last(From from = From::bot) const;         // text of the last entry of that side
    std::string since_customer() const;                    // what was said since the customer's last message, lines joined
    std::vector<Choice> choices() const;                   // of the last entry that had some
    bool said(const std::string& prompt) const;            // among the entries since the customer's last message
    const tickets::Ticket& ticket() const { return conversation_.tickets.at(0); }
    std::string holder() const { return std::string(name(conversation_.holder.kind)); }

    Surroundings around;
    bool records_down = false;
    int tries_before = 0;                                  // failed tries that the store counts already

private:
    JobDone answer(const StartJob& job);
    void take(Turn turn);

    Conversation conversation_;
    std::vector<Entry> entries_;
    std::deque<StartJob> jobs_;
    unsigned serial_ = 0;
};

}  // namespace dialog::test
