#include "server/wire_json.hpp"

#include "server/masking.hpp"
#include "tickets/mask.hpp"

namespace server::wire {
namespace {

void put_if(Json& json, const char* key, const std::string& value) {
    if (!value.empty()) json[key] = value;
}
void put_if(Json& json, const char* key, const std::optional<tickets::Time>& time) {
    if (time) json[key] = time_text(*time);
}

std::string label_of(const dialog::Desk& desk, const std::string& slot) {
    const auto texts = desk.texts.find(desk.default_locale);
    if (texts == desk.texts.end()) return slot;
    const auto word = texts->second.words.find("slot." + slot);
    return word == texts->second.words.end() ? slot : word->second;
}

Json fact_jsons(const dialog::Desk& desk, const dialog::Conversation& conversation) {
    Json facts = Json::array();
    const auto put = [&](const std::string& slot) {
        const auto it = conversation.slots.find(slot);
        if (it == conversation.slots.end()) return;
        facts.push_back({{"slot", slot},
                         {"label", label_of(desk, slot)},
                         {"value", masked_fact(slot, it->second.value)},
                         {"source", it->second.source},
                         {"seq", it->second.said_at}});
    };
    for (const auto& slot : desk.slot_order) put(slot);
    for (const auto& [slot, value] : conversation.slots) {
        if (std::find(desk.slot_order.begin(), desk.slot_order.end(), slot) == desk.slot_order.end()) put(slot);
    }
    return facts;
}

std::string priority_name(const std::string& said) {
    const auto priority = tickets::priority_named(said);
    return priority ? std::string(tickets::name(*priority)) : said;
}

Json issue_json(const dialog::Issue& issue) {
    return {{"text", masked_text(issue.text)},
            {"category", issue.category},
            {"subcategory", issue.subcategory},
            {"priority", priority_name(issue.priority)},
            {"emotion", issue.emotion},
            {"risks", issue.risks},
            {"findings", issue.findings},
            {"evidence", issue.evidence}};
}

Json order_json(const dialog::KnownOrder& order) {
    Json json{{"order_no", order.order_no}};
    put_if(json, "product", order.product);
    put_if(json, "model", order.model);
    put_if(json, "purchased_on", order.purchased_on);
    put_if(json, "amount", order.amount);
    put_if(json, "status", order.status);
    put_if(json, "carrier", order.carrier);
    put_if(json, "tracking_no", order.tracking_no);
    put_if(json, "delivered_on", order.delivered_on);
    return json;
}

std::string customer_of(const tickets::Ticket& ticket) {
    const auto name = ticket.facts.find("name");
    return name == ticket.facts.end() ? ticket.customer : tickets::mask_name(name->second);
}

Json log_json(const std::vector<tickets::LogLine>& log) {
    Json lines = Json::array();
    for (const auto& line : log) {
        lines.push_back({{"at", time_text(line.at)}, {"who", line.who}, {"what", line.what}, {"detail", masked_text(line.detail)}});
    }
    return lines;
}

void put_clocks(Json& json, const tickets::Ticket& ticket) {
    json["opened_at"] = time_text(ticket.opened_at);
    json["first_response_due"] = time_text(ticket.due.first_response);
    json["solution_due"] = time_text(ticket.due.solution);
    put_if(json, "first_response_at", ticket.first_response_at);
    put_if(json, "solved_at", ticket.solved_at);
    put_if(json, "closed_at", ticket.closed_at);
}

}  // namespace

// Digits by hand: each entry of each turn bears a time, and snprintf costs as much as the rest of the frame.
std::string time_text(tickets::Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    std::string text = "0000-00-00T00:00:00.000Z";
    const auto put = [&text](std::size_t last, std::size_t digits, std::int64_t number) {
        for (; digits > 0; --digits, --last, number /= 10) text[last] = static_cast<char>('0' + number % 10);
    };
    put(3, 4, static_cast<int>(date.year()));
    put(6, 2, static_cast<unsigned>(date.month()));
    put(9, 2, static_cast<unsigned>(date.day()));
    put(12, 2, clock.hours().count());
    put(15, 2, clock.minutes().count());
    put(18, 2, clock.seconds().count());
    put(22, 3, clock.subseconds().count());
    return text;
}

Json row_json(const storage::ConversationRow& row) {
    Json json{{"id", row.id}, {"channel", row.channel}, {"locale", row.locale}, {"holder", row.holder}};
    put_if(json, "agent", row.agent);
    put_if(json, "agent_name", row.agent_name);
    json["priority"] = row.priority;
    put_if(json, "subject", masked_text(row.subject));
    put_if(json, "customer", row.customer_name.empty() ? row.customer_name : tickets::mask_name(row.customer_name));
    put_if(json, "ticket", row.ticket);
    put_if(json, "reason", row.queue_reason);
    put_if(json, "team", row.team);
    json["opened_at"] = time_text(row.opened_at);
    json["last_at"] = time_text(row.last_at);
    put_if(json, "queued_at", row.queued_at);
    put_if(json, "due", row.due);
    put_if(json, "last_text", masked_text(row.last_text));
    return json;
}

Json detail_json(const dialog::Desk& desk, const dialog::Conversation& conversation, const storage::ConversationRow& row) {
    Json json = row_json(row);
    json["identity"] = dialog::name(conversation.identity.level);
    json["facts"] = fact_jsons(desk, conversation);
    json["issue"] = issue_json(conversation.issue);
    json["orders"] = Json::array();
    for (const auto& order : conversation.orders) json["orders"].push_back(order_json(order));
    const tickets::Ticket* current = conversation.current_ticket();
    if (current) json["current_ticket"] = ticket_json(*current);
    json["tickets"] = Json::array();
    for (const auto& ticket : conversation.known_tickets) json["tickets"].push_back(known_ticket_json(ticket));
    for (const auto& ticket : conversation.tickets) {
        if (&ticket == current) continue;
        Json earlier = ticket_json(ticket);
        earlier.erase("facts");
        json["tickets"].push_back(std::move(earlier));
    }
    return json;
}

Json ticket_json(const tickets::Ticket& ticket, const std::vector<tickets::LogLine>& log) {
    Json json{{"number", ticket.number},
              {"conversation", ticket.conversation},
              {"channel", ticket.channel},
              {"category", ticket.category},
              {"subcategory", ticket.subcategory},
              {"priority", tickets::name(ticket.priority)},
              {"status", tickets::name(ticket.status)},
              {"team", ticket.team}};
    put_if(json, "owner", ticket.owner);
    put_if(json, "customer", customer_of(ticket));
    json["verified"] = ticket.verified;
    json["summary"] = masked_text(ticket.summary);
    json["facts"] = Json::object();
    for (const auto& [slot, value] : ticket.facts) json["facts"][slot] = masked_fact(slot, value);
    json["findings"] = ticket.findings;
    json["risks"] = ticket.risks;
    json["explanation"] = masked_text(ticket.explanation);
    put_clocks(json, ticket);
    put_if(json, "rating", ticket.rating);
    put_if(json, "rating_comment", masked_text(ticket.rating_comment));
    if (!log.empty()) json["log"] = log_json(log);
    return json;
}

Json known_ticket_json(const dialog::KnownTicket& ticket) {
    return {{"number", ticket.number},
            {"subcategory", ticket.subcategory},
            {"priority", priority_name(ticket.priority)},
            {"status", ticket.status},
            {"summary", masked_text(ticket.summary)},
            {"opened_at", time_text(ticket.opened_at)},
            {"solution_due", time_text(ticket.solution_due)}};
}

Json user_json(const storage::User& user) {
    return {{"id", user.id},     {"name", user.name}, {"display_name", user.display_name}, {"staff_number", user.staff_number},
            {"role", user.role}, {"team", user.team}, {"active", user.active}};
}

Json entry_json(const dialog::ConversationId& conversation, const dialog::Entry& entry) {
    Json json{{"type", "entry"},     {"conversation", conversation},           {"position", entry.position},
              {"seq", entry.seq},    {"kind", dialog::name(entry.kind)},       {"from", dialog::name(entry.from)}};
    put_if(json, "author", entry.author);
    put_if(json, "name", entry.author_name);
    json["text"] = entry.text;
    json["at"] = time_text(entry.at);
    put_if(json, "cid", entry.cid);
    for (const auto& choice : entry.choices) json["choices"].push_back({{"id", choice.id}, {"label", choice.label}});
    return json;
}

}  // namespace server::wire
