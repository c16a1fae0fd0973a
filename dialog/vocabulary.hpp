// The closed list of guards, actions and actors that flows may name, with their parameters. docs/flows.md is its manual.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace dialog {

// What a parameter must name; checked when a flow is loaded.
enum class Refers { text, prompt, slot, choices, intent, number, word, event, state };

struct Parameter {
    std::string_view name;
    Refers refers = Refers::text;
    bool required = true;
};

struct Term {
    std::string_view name;
    std::vector<Parameter> parameters;
};

std::span<const Term> action_terms();
std::span<const Term> guard_terms();   // and, or, not, stateIn are the interpreter's and not listed
std::span<const Term> actor_terms();   // parameters are the slots that go in
const Term* find_term(std::span<const Term> terms, std::string_view name);

// Choice sets that are made while talking, besides those of config/desk.json.
inline constexpr std::string_view kCandidateChoices = "candidates";  // the sub-classes that could be meant
inline constexpr std::string_view kSlotChoices = "slots";            // the facts that can be corrected

}  // namespace dialog
