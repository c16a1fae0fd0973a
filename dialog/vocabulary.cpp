#include "dialog/vocabulary.hpp"

#include <algorithm>

namespace dialog {

namespace {

const std::vector<Term>& actions() {
    static const std::vector<Term> kActions{
        {"say", {{"prompt", Refers::prompt}, {"as", Refers::word, false}, {"once", Refers::word, false}}},
        {"ask", {{"prompt", Refers::prompt}, {"slot", Refers::slot, false}, {"choices", Refers::choices, false}}},
        {"askMissing", {}},
        {"askSlot", {}},
        {"repeat", {}},
        {"restate", {{"prompt", Refers::prompt}, {"choices", Refers::choices}}},
        {"recognize", {}},
        {"collect", {{"slot", Refers::slot, false}}},
        {"collectFacts", {}},
        {"correct", {}},
        {"replaceIssue", {}},
        {"leaveAnonymous", {}},
        {"takeClass", {}},
        {"takeSlot", {}},
        {"clearSlot", {{"slot", Refers::slot}}},
        {"forgetIssue", {}},
        {"miss", {}},
        {"understood", {}},
        {"checkFacts", {}},
        {"openTicket", {{"confirmed", Refers::word}}},
        {"updateTicket", {}},
        {"survey", {{"prompt", Refers::prompt}, {"choices", Refers::choices}}},
        {"rate", {{"as", Refers::word}}},
        {"comment", {}},
        {"handoff", {{"reason", Refers::word}}},
        {"takeBack", {}},
        {"end", {}},
    };
    return kActions;
}

const std::vector<Term>& guards() {
    static const std::vector<Term> kGuards{
        {"said", {{"intent", Refers::intent}}},
        {"classKind", {{"kind", Refers::word}}},
        {"heardEntity", {{"kind", Refers::word}}},
        {"heardFact", {}},
        {"verified", {}},
        {"identityPossible", {}},
        {"needsIdentity", {}},
        {"slotFilled", {{"slot", Refers::slot}}},
        {"slotsMissing", {}},
        {"issueUnderstood", {}},
        {"issueSure", {}},
        {"hasIssue", {}},
        {"hasCandidates", {}},
        {"hasTicket", {}},
        {"hasFindings", {}},
        {"angry", {}},
        {"urgent", {}},
        {"safety", {}},
        {"needsHuman", {}},
        {"missesAtLeast", {{"count", Refers::number, false}}},
        {"triesLeft", {}},
        {"outcome", {{"is", Refers::word}}},
        {"rated", {{"as", Refers::word}}},
        {"agentsAvailable", {}},
        {"open", {}},
    };
    return kGuards;
}

const std::vector<Term>& actors() {
    static const std::vector<Term> kActors{
        {"verify_identity", {{"order_no", Refers::slot}, {"phone_last4", Refers::slot}}},
        {"lookup_ticket", {{"ticket_no", Refers::slot, false}}},
        {"lookup_orders", {}},
    };
    return kActors;
}

}  // namespace

std::span<const Term> action_terms() { return actions(); }
std::span<const Term> guard_terms() { return guards(); }
std::span<const Term> actor_terms() { return actors(); }

const Term* find_term(std::span<const Term> terms, std::string_view name) {
    const auto it = std::find_if(terms.begin(), terms.end(), [&](const Term& term) { return term.name == name; });
    return it == terms.end() ? nullptr : &*it;
}

}  // namespace dialog
