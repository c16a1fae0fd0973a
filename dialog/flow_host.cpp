#include "dialog/flow_host.hpp"

#include "dialog/filing.hpp"
#include "dialog/hearing.hpp"
#include "dialog/speaking.hpp"

#include <algorithm>
#include <charconv>

namespace dialog {

namespace {

constexpr std::string_view kRaise = "raise:";

using Test = bool (*)(const Draft&, const Guard&);
using Run = void (*)(Draft&, const Action&);

const std::string& param(const Guard& guard, const char* name) {
    static const std::string kEmpty;
    const auto it = guard.params.find(name);
    return it == guard.params.end() ? kEmpty : it->second;
}

int number_or(const std::string& text, int fallback) {
    int number = fallback;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

bool is_urgent(const Draft& draft) {
    static constexpr std::string_view kNames[] = {"urgent", "high", "medium", "low"};
    return contains(draft.desk.urgent_handoff, kNames[static_cast<int>(issue_priority(draft))]);
}

bool is_angry(const Draft& draft) { return draft.conversation().issue.emotion == "angry"; }

bool tries_left(const Draft& draft) {
    return draft.outcome != "limited" && draft.conversation().identity.failed_tries < draft.desk.max_identity_tries;
}

bool is_verified(const Draft& draft) { return draft.conversation().identity.level == Identity::Level::verified; }

bool needs_identity(const Draft& draft) {
    const auto* filed = draft.issue_class();
    return filed && filed->identity && !is_verified(draft) && !contains(draft.conversation().asked, "identity");
}

bool is_understood(const Draft& draft) {
    const auto* filed = draft.issue_class();
    return filed && filed->kind != intents::ClassKind::chat && draft.conversation().issue.sure;
}

bool of_kind(const Draft& draft, const Guard& guard) {
    static const std::map<std::string, intents::ClassKind> kKinds{
        {"fault", intents::ClassKind::fault},       {"complaint", intents::ClassKind::complaint}, {"request", intents::ClassKind::request},
        {"question", intents::ClassKind::question}, {"praise", intents::ClassKind::praise},       {"chat", intents::ClassKind::chat}};
    const auto kind = kKinds.find(param(guard, "kind"));
    const auto* found = draft.heard ? draft.find_class(draft.heard->recognition.subcategory) : draft.issue_class();
    return found && kind != kKinds.end() && found->kind == kind->second;
}

const std::map<std::string, Test>& tests() {
    static const std::map<std::string, Test> kTests{
        {"said", [](const Draft& d, const Guard& g) { return d.heard && d.heard->recognition.has(param(g, "intent")); }},
        {"classKind", of_kind},
        {"heardEntity", [](const Draft& d, const Guard& g) { return d.heard && d.heard->recognition.entity(param(g, "kind")); }},
        {"heardFact", [](const Draft& d, const Guard&) { return d.heard && heard_new_fact(d); }},
        {"verified", [](const Draft& d, const Guard&) { return is_verified(d); }},
        {"identityPossible", [](const Draft& d, const Guard&) { return tries_left(d); }},
        {"needsIdentity", [](const Draft& d, const Guard&) { return needs_identity(d); }},
        {"slotFilled", [](const Draft& d, const Guard& g) { return is_filled(d.conversation(), param(g, "slot")); }},
        {"slotsMissing", [](const Draft& d, const Guard&) { return !missing_slots(d).empty(); }},
        {"issueUnderstood", [](const Draft& d, const Guard&) { return is_understood(d); }},
        {"issueSure", [](const Draft& d, const Guard&) { return d.conversation().issue.sure; }},
        {"hasIssue", [](const Draft& d, const Guard&) { return !d.conversation().issue.text.empty(); }},
        {"hasCandidates", [](const Draft& d, const Guard&) { return !d.conversation().issue.candidates.empty(); }},
        {"hasTicket", [](const Draft& d, const Guard&) { return d.conversation().current_ticket() != nullptr; }},
        {"hasFindings", [](const Draft& d, const Guard&) { return !d.conversation().issue.findings.empty(); }},
        {"angry", [](const Draft& d, const Guard&) { return is_angry(d); }},
        {"urgent", [](const Draft& d, const Guard&) { return is_urgent(d); }},
        {"safety", [](const Draft& d, const Guard&) { return contains(d.conversation().issue.risks, "safety"); }},
        {"needsHuman", [](const Draft& d, const Guard&) { return is_urgent(d) || is_angry(d); }},
        {"missesAtLeast", [](const Draft& d, const Guard& g) { return d.conversation().misses >= number_or(param(g, "count"), d.desk.max_misses); }},
        {"triesLeft", [](const Draft& d, const Guard&) { return tries_left(d); }},
        {"outcome", [](const Draft& d, const Guard& g) { return d.outcome == param(g, "is"); }},
        {"rated", [](const Draft& d, const Guard& g) { return !d.conversation().tickets.empty() && d.conversation().tickets.back().rating == param(g, "as"); }},
        {"agentsAvailable", [](const Draft& d, const Guard&) { return d.around.agents_available > 0; }},
        {"open", [](const Draft& d, const Guard&) { return tickets::is_open(d.desk.calendar, d.around.now); }},
    };
    return kTests;
}

void say_action(Draft& draft, const Action& action) {
    auto& asked = draft.conversation().asked;
    if (!action["once"].empty()) {
        if (contains(asked, action["prompt"])) return;
        asked.push_back(action["prompt"]);
    }
    say(draft, action["prompt"], action["as"] == "system" ? From::system : From::bot);
}

void ask_missing(Draft& draft, const Action&) {
    const auto missing = missing_slots(draft);
    if (missing.empty()) return;
    ask(draft, "ask." + missing.front(), missing.front(), "");
}

void hand_off(Draft& draft, const Action& action) {
    auto& now = draft.conversation();
    now.holder = {Holder::Kind::queue, {}, {}, {}};
    if (!now.queued_at) now.queued_at = draft.around.now;
    now.queue_reason = action["reason"];
    const auto* ticket = now.current_ticket();
    now.queue_team = ticket ? ticket->team : std::string{};
    now.offered.clear();
}

void take_back(Draft& draft, const Action&) {
    auto& now = draft.conversation();
    now.holder = {};
    now.queued_at.reset();
    now.queue_reason.clear();
}

void end(Draft& draft, const Action&) {
    auto& now = draft.conversation();
    take_back(draft, {});
    now.holder.kind = Holder::Kind::nobody;
    now.offered.clear();
    now.asked_prompt.clear();
}

void clear_slot(Draft& draft, const Action& action) {
    auto& now = draft.conversation();
    now.slots.erase(action["slot"]);
    std::erase(now.asked, action["slot"]);
}

void rate(Draft& draft, const Action& action) {
    change_ticket(draft, "customer", "rated", action["as"], [&](tickets::Ticket& ticket) { ticket.rating = action["as"]; });
}

void comment(Draft& draft, const Action&) {
    if (!draft.heard) return;
    change_ticket(draft, "customer", "commented", draft.heard->text, [&](tickets::Ticket& ticket) { ticket.rating_comment = draft.heard->text; });
}

void check_facts_aloud(Draft& draft, const Action&) {
    check_facts(draft);
    for (const auto& finding : draft.conversation().issue.findings)
        say_action(draft, {"say", {{"prompt", "finding." + finding}, {"once", "issue"}}});
}

const std::map<std::string, Run>& runs() {
    static const std::map<std::string, Run> kRuns{
        {"say", say_action},
        {"ask", [](Draft& d, const Action& a) { ask(d, a["prompt"], a["slot"], a["choices"]); }},
        {"askMissing", ask_missing},
        {"askSlot", [](Draft& d, const Action&) { ask(d, "ask." + d.conversation().asking, d.conversation().asking, ""); }},
        {"repeat", [](Draft& d, const Action&) { repeat_question(d); }},
        {"restate", [](Draft& d, const Action& a) { ask(d, a["prompt"], "", a["choices"]); }},
        {"recognize", [](Draft& d, const Action&) { if (d.heard) recognize_issue(d); }},
        {"collect", [](Draft& d, const Action& a) { if (d.heard) collect_answer(d, a["slot"].empty() ? d.conversation().asking : a["slot"]); }},
        {"collectFacts", [](Draft& d, const Action&) { if (d.heard) collect_facts(d); }},
        {"correct", [](Draft& d, const Action&) { if (d.heard) heard_new_fact(d) ? collect_facts(d) : recognize_issue(d); }},
        {"replaceIssue", [](Draft& d, const Action&) { if (d.heard) replace_issue(d); }},
        {"leaveAnonymous", [](Draft& d, const Action&) { d.conversation().asked.insert(d.conversation().asked.end(), {"identity", "order_no"}); }},
        {"takeClass", [](Draft& d, const Action&) { if (d.heard) take_class(d, d.heard->choice); }},
        {"takeSlot", [](Draft& d, const Action&) { if (d.heard) d.conversation().asking = d.heard->choice; }},
        {"clearSlot", clear_slot},
        {"forgetIssue", [](Draft& d, const Action&) { forget_issue(d); }},
        {"miss", [](Draft& d, const Action&) { ++d.conversation().misses; }},
        {"understood", [](Draft& d, const Action&) { d.conversation().misses = 0; }},
        {"checkFacts", check_facts_aloud},
        {"openTicket", [](Draft& d, const Action& a) { open_ticket(d, a["confirmed"] == "yes"); }},
        {"updateTicket", [](Draft& d, const Action&) { update_ticket(d); }},
        {"survey", [](Draft& d, const Action& a) { ask(d, a["prompt"], "", a["choices"]); }},
        {"rate", rate},
        {"comment", comment},
        {"handoff", hand_off},
        {"takeBack", take_back},
        {"end", end},
    };
    return kRuns;
}

}  // namespace

bool FlowHost::test(const Guard& guard, const std::string&) { return tests().at(guard.type)(draft_, guard); }

void FlowHost::run(const Action& action, const std::string&) { runs().at(action.type)(draft_, action); }

std::string timer_event(const std::string& timer) {
    return timer.starts_with(kRaise) ? timer.substr(kRaise.size(), timer.rfind('@') - kRaise.size()) : timer;
}

// A raise of the same event and id that waits already begins to wait anew.
void FlowHost::start_timer(const std::string& id, const std::string& event, std::chrono::milliseconds delay) {
    const auto unique = id.empty() ? "#" + std::to_string(draft_.conversation().generations) : id;
    const auto name = id == event ? id : std::string(kRaise) + event + "@" + unique;
    draft_.arm(name, draft_.around.now + delay);
}

void FlowHost::stop_timer(const std::string& id) {
    draft_.drop(id);
    std::vector<std::string> raised;
    for (const auto& [name, timer] : draft_.conversation().timers)
        if (name.starts_with(kRaise) && std::string_view(name).substr(name.rfind('@') + 1) == id) raised.push_back(name);
    for (const auto& name : raised) draft_.drop(name);
}

void FlowHost::start_invoke(const Invoke& invoke) {
    auto& now = draft_.conversation();
    StartJob job{++now.generations, invoke.actor, {}, draft_.around.now};
    for (const auto& [name, slot] : invoke.input) {
        const auto filled = now.slots.find(slot);
        if (filled != now.slots.end()) job.parameters[name] = filled->second.value;
    }
    job.parameters["customer"] = now.identity.customer;
    for (const auto& ticket : now.tickets) job.parameters["opened_here"] += ticket.number + " ";
    now.jobs[job.id] = {invoke.id, invoke.actor};
    draft_.turn.effects.push_back(std::move(job));
}

void FlowHost::stop_invoke(const Invoke& invoke) {
    auto& jobs = draft_.conversation().jobs;
    for (auto it = jobs.begin(); it != jobs.end();) {
        if (it->second.invoke != invoke.id) {
            ++it;
            continue;
        }
        draft_.turn.effects.push_back(FinishJob{it->first});
        it = jobs.erase(it);
    }
}

namespace {

// The state and its ancestors, outer ones first.
void activate(const Machine& machine, StateIndex state, StateList& active) {
    if (state == kNoState || std::find(active.begin(), active.end(), state) != active.end()) return;
    activate(machine, machine.at(state).parent, active);
    active.push_back(state);
}

}  // namespace

Configuration configuration_of(const Machine& machine, const Conversation& conversation) {
    Configuration out;
    for (const auto& id : conversation.states)
        activate(machine, machine.find(id), out.active);
    for (const auto& [id, remembered] : conversation.history) {
        const auto state = machine.find(id);
        if (state == kNoState) continue;
        for (const auto& inner : remembered)
            if (const auto known = machine.find(inner); known != kNoState) out.history[state].push_back(known);
    }
    return out;
}

void keep_configuration(const Machine& machine, const Interpreter& interpreter, Conversation& conversation) {
    conversation.states.clear();
    for (auto state : interpreter.configuration().active)
        if (machine.at(state).children.empty()) conversation.states.push_back(machine.at(state).id);
    conversation.history.clear();
    for (const auto& [state, remembered] : interpreter.configuration().history)
        for (auto inner : remembered) conversation.history[machine.at(state).id].push_back(machine.at(inner).id);
}

}  // namespace dialog
