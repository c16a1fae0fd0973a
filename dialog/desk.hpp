// The desk as its owner configured it: everything that a turn is decided by besides the conversation itself.
// Built by config::load, immutable, shared by all threads.
#pragma once

#include "dialog/machine.hpp"
#include "dialog/template.hpp"
#include "intents/recognizer.hpp"
#include "tickets/calendar.hpp"
#include "tickets/clock.hpp"

#include <chrono>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace dialog {

// The texts of one language.
struct Texts {
    std::unordered_map<std::string, Template> prompts;
    std::unordered_map<std::string, std::string> words;  // labels: slot.order_no, choice.yes, priority.urgent, status.new, class.功能故障, ...
    bool operator==(const Texts&) const = default;
};

struct ChoiceSet {
    std::vector<std::string> ids;  // labels are the words choice.<id>
    bool operator==(const ChoiceSet&) const = default;
};

struct DayPart {  // which greeting is said, by local time
    std::chrono::minutes from{};
    std::string word;  // words greeting.<word>
    bool operator==(const DayPart&) const = default;
};

// A slot that can be asked for: prompt ask.<slot>, label slot.<slot>.
struct SlotRule {
    std::string entity;      // the entity kind that fills it; empty: the whole answer does
    std::size_t max_bytes = 500;
    bool correctable = true; // offered when the customer says that something is wrong
    bool operator==(const SlotRule&) const = default;
};

// A check of what was said against what is on record (R15): `intents` said and an order in one of `statuses` is a finding.
struct FactCheck {
    std::string id;                     // prompt finding.<id>
    std::vector<std::string> subcategories;
    std::vector<std::string> intents;
    std::vector<std::string> statuses;
    bool operator==(const FactCheck&) const = default;
};

struct Desk {
    std::string company;                     // by words company
    std::string ticket_prefix = "WX";
    std::string default_locale = "zh-CN";
    std::map<std::string, Texts> texts;      // by locale
    std::map<std::string, Machine> flows;    // by name
    std::map<std::string, std::string> flow_versions;
    std::string flow;                        // the one that new conversations begin with
    std::vector<std::string> commands;       // intents heard in every state, in order of precedence; event command.<intent>
    std::map<std::string, ChoiceSet> choice_sets;
    std::map<std::string, SlotRule> slots;
    std::vector<std::string> slot_order;     // in which facts are listed
    std::vector<FactCheck> fact_checks;
    std::vector<DayPart> day_parts;
    std::vector<std::string> urgent_handoff;           // priorities that call a human at once
    std::map<std::string, std::string> raise_if_angry; // priority to the one it becomes
    tickets::ClockPolicy clocks;
    tickets::Calendar calendar;
    std::chrono::milliseconds settle{};
    std::vector<std::chrono::minutes> silences;  // how long nothing may be said: event silence.1 after the first, silence.2 after the next ...
    int max_misses = 2;                      // answers not understood in a row before a human is called
    int max_identity_tries = 5;
    std::chrono::minutes identity_window{60};
    const intents::Recognizer* recognizer = nullptr;  // outlives the desk's users

    const Texts* texts_in(const std::string& locale) const {  // nullptr when the desk does not speak it
        const auto found = texts.find(locale);
        return found == texts.end() ? nullptr : &found->second;
    }
};

}  // namespace dialog
