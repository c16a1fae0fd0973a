#include "dialog/engine.hpp"

#include "dialog/filing.hpp"
#include "dialog/flow_host.hpp"
#include "dialog/hearing.hpp"
#include "dialog/speaking.hpp"
#include "tickets/mask.hpp"

#include <algorithm>

namespace dialog {

namespace {

const std::string kSettle = "settle";
const std::string kSilence = "silence";

// One step: the draft, and the flow that the conversation stands in.
class Stepping {
public:
    Stepping(const Desk& desk, const Conversation& conversation, const Surroundings& around)
        : draft_{desk, around, {conversation, {}, {}, {}}, {}, {}, {}}, host_(draft_), machine_(machine_of(desk, now())),
          interpreter_(machine_, configuration_of(machine_, now()), host_) {}

    Turn finish(const std::string& refused);

    std::string apply(const Opened& opened);
    std::string apply(const CustomerMessage& message);
    std::string apply(const TimerFired& fired);
    std::string apply(const JobDone& done);
    std::string apply(const AgentClaimed& claimed);
    std::string apply(const AgentSaid& said);
    std::string apply(const AgentNoted& noted);
    std::string apply(const AgentReleased& released) { return give_up(released.agent, "agent.released", {}); }
    std::string apply(const AgentReturned& returned) { return give_up(returned.agent, "agent.returned", {Holder::Kind::queue, {}, {}, {}}); }
    std::string apply(const AgentClosed& closed) { return give_up(closed.agent, "agent.closed", {}); }
    std::string apply(const TicketEdited& edited);

private:
    static const Machine& machine_of(const Desk& desk, const Conversation& conversation) {
        const auto found = desk.flows.find(conversation.flow);
        return found == desk.flows.end() ? desk.flows.at(desk.flow) : found->second;
    }

    Conversation& now() { return draft_.conversation(); }
    bool held_by(const AgentRef& agent) { return now().holder.kind == Holder::Kind::agent && now().holder.agent == agent.id; }
    std::string give_up(const AgentRef& agent, const std::string& event, Holder to);
    void answer_burst();
    void send(const std::string& event);
    void watch_silence();

    Draft draft_;
    FlowHost host_;
    const Machine& machine_;
    Interpreter interpreter_;
};

std::string Stepping::apply(const Opened& opened) {
    auto& conversation = now();
    conversation.id = opened.id;
    conversation.channel = opened.channel;
    conversation.locale = draft_.desk.texts.contains(opened.locale) ? opened.locale : draft_.desk.default_locale;
    conversation.visitor = opened.visitor;
    conversation.flow = draft_.desk.flow;
    conversation.flow_version = draft_.desk.flow_versions.at(draft_.desk.flow);
    conversation.opened_at = draft_.around.now;
    interpreter_.start();
    return {};
}

std::string without_mark(std::string text) {
    for (auto at = text.find(kTicketNumberMark); at != std::string::npos; at = text.find(kTicketNumberMark)) text.erase(at, kTicketNumberMark.size());
    return text;
}

const Choice* offered(const Conversation& conversation, const std::string& id) {
    const auto& choices = conversation.offered;
    const auto it = std::find_if(choices.begin(), choices.end(), [&](const Choice& choice) { return choice.id == id; });
    return it == choices.end() ? nullptr : &*it;
}

std::string Stepping::apply(const CustomerMessage& message) {
    auto& conversation = now();
    const auto* choice = offered(conversation, message.choice);
    if (!message.choice.empty() && !choice) return "bad_choice";
    const auto clean = tickets::redact(without_mark(choice ? choice->label : message.text));
    auto& entry = draft_.append(From::customer, clean.text);
    entry.cid = message.cid;
    if (!message.choice.empty()) entry.prompt = "choice." + message.choice;
    conversation.last_customer_at = draft_.around.now;
    conversation.silences = 0;
    if (!clean.kinds.empty()) say(draft_, "redacted", From::system);
    if (conversation.holder.kind == Holder::Kind::nobody) conversation.holder = {};
    if (conversation.holder.kind == Holder::Kind::agent) {
        hear(draft_, clean.text, message.choice);
        send(heard_event(draft_));
        return {};
    }
    conversation.burst.push_back(clean.text);
    hear(draft_, clean.text, message.choice);
    const bool at_once = is_whole_answer(draft_) || conversation.burst.size() >= kMaxBurst || draft_.desk.settle.count() == 0;
    if (at_once || conversation.holder.kind == Holder::Kind::queue) answer_burst();
    else draft_.arm(kSettle, draft_.around.now + draft_.desk.settle);
    return {};
}

// Hears everything that was said since the last answer as one (R4). An answer that is whole by itself keeps its meaning.
void Stepping::answer_burst() {
    auto& burst = now().burst;
    if (burst.empty()) return;
    draft_.drop(kSettle);
    std::string text;
    for (const auto& part : burst) text += (text.empty() ? "" : "\n") + part;
    const bool one = burst.size() == 1;
    burst.clear();
    const auto whole = draft_.heard && is_whole_answer(draft_) ? heard_event(draft_) : std::string{};
    if (!one || !draft_.heard) hear(draft_, text, draft_.heard ? draft_.heard->choice : std::string{});
    send(whole.empty() ? heard_event(draft_) : whole);
}

// A choice or command that no state takes is heard as plain words. A conversation whose state the flow no longer has begins it anew,
// so that nobody talks to a wall after a change of the flow.
void Stepping::send(const std::string& event) {
    if (interpreter_.configuration().active.empty()) return interpreter_.start();
    if (interpreter_.send(event)) return;
    if (event.starts_with("choice.") || event.starts_with("command.")) interpreter_.send("message");
}

std::string Stepping::apply(const TimerFired& fired) {
    const auto timer = now().timers.find(fired.name);
    if (timer == now().timers.end() || timer->second.generation != fired.generation) return "stale";
    draft_.drop(fired.name);
    if (fired.name == kSettle) answer_burst();
    else if (fired.name == kSilence) send("silence." + std::to_string(++now().silences));
    else send(timer_event(fired.name));
    return {};
}

std::string Stepping::apply(const JobDone& done) {
    auto& conversation = now();
    const auto job = conversation.jobs.find(done.id);
    if (job == conversation.jobs.end()) return "stale";
    const auto invoke = job->second;
    conversation.jobs.erase(job);
    draft_.turn.effects.push_back(FinishJob{done.id});
    draft_.outcome = done.outcome;
    if (invoke.source == "verify_identity" && !done.failed) {
        const bool verified = done.outcome == "verified";
        if (done.outcome != "limited") draft_.turn.effects.push_back(IdentityTried{done.identity_key, conversation.visitor, verified, draft_.around.now});
        const int failed = conversation.identity.failed_tries + (verified ? 0 : 1);
        if (verified) conversation.identity = done.identity;
        conversation.identity.failed_tries = failed;
        if (verified) conversation.identity.level = Identity::Level::verified;
    }
    if (!done.failed) {
        if (!done.orders.empty()) conversation.orders = done.orders;
        conversation.known_tickets = done.tickets;
        if (conversation.identity.level == Identity::Level::verified) take_records(draft_);
    }
    send(done.failed ? error_event({invoke.invoke, {}, {}}) : done_event(Invoke{invoke.invoke, {}, {}}));
    return {};
}

std::string Stepping::apply(const AgentClaimed& claimed) {
    auto& conversation = now();
    if (held_by(claimed.agent)) return "already";
    if (conversation.holder.kind == Holder::Kind::agent) return "taken";
    if (conversation.holder.kind == Holder::Kind::nobody) return "closed";
    draft_.agent = claimed.agent;
    conversation.holder = {Holder::Kind::agent, claimed.agent.id, claimed.agent.name, claimed.agent.staff_number};
    conversation.queued_at.reset();
    conversation.burst.clear();
    draft_.drop(kSettle);
    change_ticket(draft_, claimed.agent.id, "assigned", claimed.agent.name, [&](tickets::Ticket& ticket) {
        ticket.owner = claimed.agent.id;
        if (ticket.status == tickets::Status::opened || ticket.status == tickets::Status::reopened) ticket.status = tickets::Status::assigned;
    });
    send("agent.claimed");
    return {};
}

std::string Stepping::apply(const AgentSaid& said) {
    if (!held_by(said.agent)) return "not_holder";
    auto& entry = draft_.append(From::agent, without_mark(said.text));
    entry.author = said.agent.id;
    entry.author_name = said.agent.name;
    entry.cid = said.cid;
    change_ticket(draft_, said.agent.id, "answered", {}, [&](tickets::Ticket& ticket) {
        if (!ticket.first_response_at) ticket.first_response_at = draft_.around.now;
        if (ticket.status == tickets::Status::assigned) ticket.status = tickets::Status::in_progress;
    });
    return {};
}

std::string Stepping::apply(const AgentNoted& noted) {
    auto& entry = draft_.append(From::agent, without_mark(noted.text), EntryKind::note);
    entry.author = noted.agent.id;
    entry.author_name = noted.agent.name;
    entry.cid = noted.cid;
    return {};
}

std::string Stepping::give_up(const AgentRef& agent, const std::string& event, Holder to) {
    if (!held_by(agent)) return "not_holder";
    draft_.agent = agent;
    now().holder = std::move(to);
    send(event);
    return {};
}

std::string Stepping::apply(const TicketEdited& edited) { return edit_ticket(draft_, edited); }

// While the bot waits for an answer, it notices when none comes.
void Stepping::watch_silence() {
    const auto& conversation = now();
    const auto next = static_cast<std::size_t>(conversation.silences);
    const bool waiting = conversation.holder.kind == Holder::Kind::bot && conversation.burst.empty() && next < draft_.desk.silences.size();
    if (!waiting) draft_.drop(kSilence);
    else if (!draft_.turn.entries.empty()) draft_.arm(kSilence, draft_.around.now + draft_.desk.silences[next]);
}

Turn Stepping::finish(const std::string& refused) {
    if (!refused.empty()) return {{}, {}, {}, refused};
    keep_configuration(machine_, interpreter_, now());
    watch_silence();
    ++now().version;
    return std::move(draft_.turn);
}

}  // namespace

Turn step(const Desk& desk, const Conversation& conversation, const Event& event, const Surroundings& around) {
    Stepping stepping(desk, conversation, around);
    return stepping.finish(std::visit([&](const auto& each) { return stepping.apply(each); }, event));
}

}  // namespace dialog
