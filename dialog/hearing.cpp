#include "dialog/hearing.hpp"

#include "dialog/engine.hpp"

#include <algorithm>
#include <charconv>

namespace dialog {

namespace {

std::string trimmed(std::string_view text) {
    const auto from = text.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos) return {};
    return std::string(text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1));
}

std::string shortened(std::string text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;  // not inside a character
    text.resize(bytes);
    return text;
}

// The choice that a typed text names: by its number as it was listed, or by its label.
std::string choice_meant(const std::vector<Choice>& offered, const std::string& text) {
    const auto answer = trimmed(text);
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(answer.data(), answer.data() + answer.size(), number);
    const bool is_number = error == std::errc{} && end == answer.data() + answer.size();
    if (is_number && number >= 1 && number <= offered.size()) return offered[number - 1].id;
    for (const auto& choice : offered)
        if (choice.label == answer) return choice.id;
    return {};
}

// "功能故障: 不制冷 +6", one line per rule that spoke for the class, the priority or a risk.
std::vector<std::string> evidence_lines(const intents::Recognition& recognition, const std::string& text) {
    static constexpr std::size_t kMaxLines = 30;
    std::vector<std::string> out;
    for (const auto& hit : recognition.intents)
        for (const auto& evidence : hit.evidence) {
            const auto words = evidence.span.end <= text.size() && evidence.span.begin < evidence.span.end
                                   ? text.substr(evidence.span.begin, evidence.span.end - evidence.span.begin)
                                   : std::string{};
            if (out.size() == kMaxLines) return out;
            out.push_back(hit.intent + ": " + words + (evidence.weight < 0 ? " " : " +") + std::to_string(evidence.weight) + " (" +
                          evidence.rule + ")");
        }
    return out;
}

void understand(Draft& draft, const intents::Recognition& recognition) {
    auto& issue = draft.conversation().issue;
    issue.category = recognition.category;
    issue.subcategory = recognition.subcategory;
    issue.priority = recognition.priority;
    issue.sure = recognition.sure;
    issue.candidates.clear();
    for (const auto& candidate : recognition.candidates)
        if (const auto* known = draft.find_class(candidate.subcategory); known && known->kind != intents::ClassKind::chat)
            issue.candidates.push_back(candidate.subcategory);
    for (const auto* risk : {"safety", "batch", "exposure", "legal"})
        if (recognition.has(risk) && !contains(issue.risks, risk)) issue.risks.push_back(risk);
    issue.evidence = evidence_lines(recognition, issue.text);
    if (recognition.emotion == intents::Emotion::angry) issue.emotion = "angry";
    else if (recognition.emotion == intents::Emotion::distressed && issue.emotion.empty()) issue.emotion = "distressed";
    const auto raised = draft.desk.raise_if_angry.find(issue.priority);
    if (issue.emotion == "angry" && raised != draft.desk.raise_if_angry.end()) issue.priority = raised->second;
}

void set_slot(Draft& draft, const std::string& name, std::string value, const char* source) {
    const auto rule = draft.desk.slots.find(name);
    if (rule == draft.desk.slots.end()) return;
    draft.conversation().slots[name] = {shortened(std::move(value), rule->second.max_bytes), source, draft.conversation().last_seq};
}

// Another order of the same verified customer is meant: its records take the place of the first one's.
void turn_to_order(Draft& draft) {
    auto& now = draft.conversation();
    const auto said = now.slots.find("order_no");
    if (now.identity.level != Identity::Level::verified || said == now.slots.end() || said->second.value == now.identity.order_no) return;
    const auto wanted = said->second.value;
    const bool own = std::any_of(now.orders.begin(), now.orders.end(), [&](const KnownOrder& order) { return order.order_no == wanted; });
    if (!own) return;
    now.identity.order_no = wanted;
    std::erase_if(now.slots, [](const auto& slot) { return slot.second.source == "record" && slot.first != "name"; });
    now.issue.findings.clear();
    take_records(draft);
    check_facts(draft);
}

bool is_chat(const Draft& draft, const std::string& subcategory) {
    const auto* found = draft.find_class(subcategory);
    return !found || found->kind == intents::ClassKind::chat;
}

}  // namespace

bool is_filled(const Conversation& conversation, const std::string& slot) {
    const auto found = conversation.slots.find(slot);
    return found != conversation.slots.end() && !found->second.value.empty();
}

void hear(Draft& draft, std::string text, std::string choice) {
    if (choice.empty()) choice = choice_meant(draft.conversation().offered, text);
    Heard heard{std::move(text), std::move(choice), {}};
    heard.recognition = draft.desk.recognizer->recognize(heard.text);
    draft.heard = std::move(heard);
}

std::string heard_event(const Draft& draft) {
    if (!draft.heard->choice.empty()) return "choice." + draft.heard->choice;
    for (const auto& command : draft.desk.commands)
        if (draft.heard->recognition.has(command)) return "command." + command;
    return "message";
}

bool is_whole_answer(const Draft& draft) {
    static constexpr std::array kAnswers{"yes", "no", "nothing_else", "bye", "satisfied", "fair", "unsatisfied", "leave_ticket"};
    if (heard_event(draft) != "message") return true;
    return std::any_of(kAnswers.begin(), kAnswers.end(), [&](const char* answer) { return draft.heard->recognition.has(answer); });
}

void recognize_issue(Draft& draft) {
    const auto& recognition = draft.heard->recognition;
    auto& issue = draft.conversation().issue;
    collect_facts(draft);
    if (recognition.emotion == intents::Emotion::angry) issue.emotion = "angry";
    const bool small_talk = is_chat(draft, recognition.subcategory) && recognition.entities.empty();
    if (small_talk && (!issue.text.empty() || recognition.wants_human)) return;
    const auto more = shortened(draft.heard->text, kMaxIssueBytes - std::min(kMaxIssueBytes, issue.text.size()));
    if (issue.text.empty() || is_chat(draft, issue.subcategory)) {
        issue.text += (issue.text.empty() ? "" : "\n") + more;
        understand(draft, issue.text == draft.heard->text ? recognition : draft.desk.recognizer->recognize(issue.text));
        return;
    }
    if (!more.empty()) issue.text += "\n" + more;
    understand(draft, draft.desk.recognizer->recognize(issue.text));
}

void replace_issue(Draft& draft) {
    collect_facts(draft);
    auto& issue = draft.conversation().issue;
    issue.text = shortened(draft.heard->text, kMaxIssueBytes);
    issue.risks.clear();
    understand(draft, draft.heard->recognition);
}

void take_class(Draft& draft, const std::string& subcategory) {
    const auto* chosen = draft.find_class(subcategory);
    if (!chosen) return;
    auto& issue = draft.conversation().issue;
    const bool urgent = issue.priority == intents::kPriorities.front();
    issue.category = chosen->category;
    issue.subcategory = chosen->subcategory;
    if (!urgent) issue.priority = chosen->priority;
    issue.sure = true;
    issue.evidence.push_back(chosen->subcategory + ": chosen by the customer");
}

void forget_issue(Draft& draft) {
    auto& now = draft.conversation();
    now.issue = {};
    now.ticket_open = false;
    now.asked.clear();
    now.asking.clear();
    now.misses = 0;
    std::erase_if(now.slots, [&](const auto& slot) { return slot.first != "order_no" && slot.first != "phone" && slot.first != "phone_last4"; });
    if (now.identity.level == Identity::Level::verified) take_records(draft);
}

void collect_facts(Draft& draft) {
    for (const auto& entity : draft.heard->recognition.entities) set_slot(draft, entity.kind, entity.value, "said");
    turn_to_order(draft);
}

void collect_answer(Draft& draft, const std::string& slot) {
    auto& now = draft.conversation();
    if (!contains(now.asked, slot)) now.asked.push_back(slot);
    collect_facts(draft);
    if (slot == "issue") return replace_issue(draft);
    if (slot == "symptom") recognize_issue(draft);
    const auto rule = draft.desk.slots.find(slot);
    if (rule == draft.desk.slots.end() || draft.heard->recognition.entity(slot)) return;
    const auto* entity = rule->second.entity.empty() ? nullptr : draft.heard->recognition.entity(rule->second.entity);
    if (entity) set_slot(draft, slot, entity->value, "said");
    else if (rule->second.entity.empty() && !draft.heard->recognition.has("unknown_answer")) set_slot(draft, slot, trimmed(draft.heard->text), "said");
}

bool heard_new_fact(const Draft& draft) {
    const auto& slots = draft.conversation().slots;
    const auto& entities = draft.heard->recognition.entities;
    return std::any_of(entities.begin(), entities.end(), [&](const intents::Entity& entity) {
        const auto known = slots.find(entity.kind);
        return draft.desk.slots.contains(entity.kind) && (known == slots.end() || known->second.value != entity.value);
    });
}

void take_records(Draft& draft) {
    auto& now = draft.conversation();
    for (const auto& order : now.orders) {
        if (order.order_no != now.identity.order_no) continue;
        set_slot(draft, "order_no", order.order_no, "record");
        if (!is_filled(now, "product_model")) set_slot(draft, "product_model", order.product + " " + order.model, "record");
        if (!is_filled(now, "purchase_date")) set_slot(draft, "purchase_date", order.purchased_on, "record");
    }
    if (!now.identity.customer_name.empty()) set_slot(draft, "name", now.identity.customer_name, "record");
}

void check_facts(Draft& draft) {
    auto& now = draft.conversation();
    const auto said = draft.desk.recognizer->recognize(now.issue.text);
    for (const auto& check : draft.desk.fact_checks) {
        const bool about = check.subcategories.empty() || contains(check.subcategories, now.issue.subcategory);
        const bool claimed = check.intents.empty() || std::any_of(check.intents.begin(), check.intents.end(), [&](const auto& intent) { return said.has(intent); });
        const bool on_record = std::any_of(now.orders.begin(), now.orders.end(), [&](const KnownOrder& order) {
            return order.order_no == now.identity.order_no && contains(check.statuses, order.status);
        });
        if (about && claimed && on_record && !contains(now.issue.findings, check.id)) now.issue.findings.push_back(check.id);
    }
}

std::vector<std::string> missing_slots(const Draft& draft) {
    std::vector<std::string> out;
    const auto* found = draft.issue_class();
    if (!found) return out;
    for (const auto& need : found->needs) {
        const bool told = need == "symptom" && draft.conversation().issue.text.size() > kVagueBytes;
        const bool known = told || is_filled(draft.conversation(), need) || contains(draft.conversation().asked, need);
        if (!known && draft.desk.slots.contains(need)) out.push_back(need);
    }
    return out;
}

}  // namespace dialog
