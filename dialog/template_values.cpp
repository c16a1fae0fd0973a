// The values that a template can name, made from the draft.
#include "dialog/speaking.hpp"
#include "dialog/template.hpp"
#include "tickets/mask.hpp"

#include <algorithm>

namespace dialog {

namespace {

using Value = Template::Value;

std::string two_digits(long number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string greeting(const Draft& draft) {
    const auto local = tickets::to_local(draft.desk.calendar.zone, draft.around.now);
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(local - std::chrono::floor<std::chrono::days>(local));
    std::string key = draft.desk.day_parts.empty() ? "" : draft.desk.day_parts.back().word;
    for (const auto& part : draft.desk.day_parts)
        if (minutes >= part.from) key = part.word;
    return draft.word("greeting." + key);
}

// One line per fact that is known, "型号：KFR-35GW".
std::string facts(const Draft& draft) {
    std::string out;
    for (const auto& name : draft.desk.slot_order) {
        const auto slot = draft.conversation().slots.find(name);
        if (slot == draft.conversation().slots.end() || slot->second.value.empty()) continue;
        if (!draft.desk.slots.at(name).correctable) continue;  // not the customer's to confirm
        const auto shown = name == "phone" ? tickets::mask_phone(slot->second.value) : slot->second.value;
        out += "\n" + draft.word("fact_mark") + draft.word("slot." + name) + draft.word("colon") + shown;
    }
    return out;
}

const KnownOrder* order_in_question(const Draft& draft) {
    const auto& now = draft.conversation();
    for (const auto& order : now.orders)
        if (order.order_no == now.identity.order_no) return &order;
    return now.orders.empty() ? nullptr : &now.orders.front();
}

std::string ticket_value(const Draft& draft, std::string (*value)(const Draft&, const tickets::Ticket&)) {
    const auto& tickets = draft.conversation().tickets;
    return tickets.empty() ? std::string{} : value(draft, tickets.back());
}

std::string order_value(const Draft& draft, std::string KnownOrder::*member) {
    const auto* order = order_in_question(draft);
    return order ? order->*member : std::string{};
}

std::string known_ticket_lines(const Draft& draft) {
    std::string out;
    for (const auto& known : draft.conversation().known_tickets) {
        out += "\n" + draft.word("fact_mark") + known.number + " " + class_label(draft, known.subcategory) + draft.word("comma") +
               draft.word("status." + known.status) + draft.word("comma") + draft.word("solution_by") +
               local_time_text(draft, known.solution_due);
    }
    return out;
}

std::string issue_excerpt(const Draft& draft) {
    static constexpr std::size_t kExcerptBytes = 240;
    auto text = draft.conversation().issue.text;
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (text.size() <= kExcerptBytes) return text;
    auto cut = kExcerptBytes;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;  // not inside a character
    return text.substr(0, cut) + "…";
}

std::string positive(int number) { return number > 0 ? std::to_string(number) : std::string{}; }

int estimate_minutes(const Draft& draft) {  // of the wait, from recent ones and who is there
    if (draft.around.agents_available == 0 || draft.around.minutes_per_claim == 0) return 0;
    return (draft.around.waiting_ahead + 1) * draft.around.minutes_per_claim;
}

const std::map<std::string_view, Value>& values() {
    static const std::map<std::string_view, Value> kValues{
        {"company", [](const Draft& d) { return d.word("company"); }},
        {"bot_name", [](const Draft& d) { return d.word("bot_name"); }},
        {"greeting", greeting},
        {"facts", facts},
        {"issue.text", issue_excerpt},
        {"issue.class", [](const Draft& d) { return class_label(d, d.conversation().issue.subcategory); }},
        {"ticket.number", [](const Draft& d) { return ticket_value(d, [](const Draft&, const tickets::Ticket& t) { return t.number; }); }},
        {"ticket.class", [](const Draft& d) { return ticket_value(d, [](const Draft& in, const tickets::Ticket& t) { return class_label(in, t.subcategory); }); }},
        {"ticket.priority", [](const Draft& d) { return ticket_value(d, [](const Draft& in, const tickets::Ticket& t) { return in.word("priority." + std::string(name(t.priority))); }); }},
        {"ticket.status", [](const Draft& d) { return ticket_value(d, [](const Draft& in, const tickets::Ticket& t) { return in.word("status." + std::string(name(t.status))); }); }},
        {"ticket.first_response", [](const Draft& d) { return ticket_value(d, [](const Draft& in, const tickets::Ticket& t) { return local_time_text(in, t.due.first_response); }); }},
        {"ticket.solution", [](const Draft& d) { return ticket_value(d, [](const Draft& in, const tickets::Ticket& t) { return local_time_text(in, t.due.solution); }); }},
        {"order.no", [](const Draft& d) { return order_value(d, &KnownOrder::order_no); }},
        {"order.product", [](const Draft& d) { return order_value(d, &KnownOrder::product); }},
        {"order.model", [](const Draft& d) { return order_value(d, &KnownOrder::model); }},
        {"order.status", [](const Draft& d) { const auto status = order_value(d, &KnownOrder::status); return status.empty() ? status : d.word("order_status." + status); }},
        {"order.carrier", [](const Draft& d) { return order_value(d, &KnownOrder::carrier); }},
        {"order.tracking_no", [](const Draft& d) { return order_value(d, &KnownOrder::tracking_no); }},
        {"order.delivered_on", [](const Draft& d) { return order_value(d, &KnownOrder::delivered_on); }},
        {"known_tickets", known_ticket_lines},
        {"known_tickets.count", [](const Draft& d) { return positive(static_cast<int>(d.conversation().known_tickets.size())); }},
        {"queue.position", [](const Draft& d) { return std::to_string(d.around.waiting_ahead + 1); }},
        {"queue.estimate", [](const Draft& d) { return positive(estimate_minutes(d)); }},
        {"next_opening", [](const Draft& d) { const auto at = tickets::next_opening(d.desk.calendar, d.around.now); return at ? local_time_text(d, *at) : std::string{}; }},
        {"agent.name", [](const Draft& d) { return d.conversation().holder.agent_name; }},
        {"agent.staff_number", [](const Draft& d) { return d.conversation().holder.staff_number; }},
        {"tries_left", [](const Draft& d) { return std::to_string(std::max(0, d.desk.max_identity_tries - d.conversation().identity.failed_tries)); }},
    };
    return kValues;
}

}  // namespace

Template::Value template_value(std::string_view name) {
    const auto found = values().find(name);
    return found == values().end() ? nullptr : found->second;
}

std::string class_label(const Draft& draft, const std::string& subcategory) {
    if (draft.conversation().locale.starts_with("zh")) return subcategory;
    const auto* found = draft.find_class(subcategory);
    return found && !found->subcategory_english.empty() ? found->subcategory_english : subcategory;
}

std::string local_time_text(const Draft& draft, Time time) {
    namespace chrono = std::chrono;
    const auto local = tickets::to_local(draft.desk.calendar.zone, time);
    const auto day = chrono::floor<chrono::days>(local);
    const auto today = chrono::floor<chrono::days>(tickets::to_local(draft.desk.calendar.zone, draft.around.now));
    const auto minutes = chrono::duration_cast<chrono::minutes>(local - day).count();
    const auto clock = two_digits(minutes / 60) + ":" + two_digits(minutes % 60);
    if (day == today) return draft.word("today") + " " + clock;
    if (day == today + chrono::days(1)) return draft.word("tomorrow") + " " + clock;
    const chrono::year_month_day date{day};
    const auto month = std::to_string(unsigned(date.month()));
    const auto weekday = draft.word("weekday." + std::to_string(chrono::weekday(day).c_encoding()));
    auto text = draft.word("date");  // for instance {month}月{day}日（{weekday}）{time}
    const auto put = [&text](std::string_view mark, const std::string& value) {
        if (const auto at = text.find(mark); at != std::string::npos) text.replace(at, mark.size(), value);
    };
    put("{month}", draft.conversation().locale.starts_with("zh") ? month : draft.word("month." + month));
    put("{day}", std::to_string(unsigned(date.day())));
    put("{weekday}", weekday);
    put("{time}", clock);
    return text;
}

}  // namespace dialog
