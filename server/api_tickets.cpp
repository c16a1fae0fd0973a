#include "server/api_calls.hpp"
#include "server/wire_json.hpp"

#include <charconv>

namespace server::api {
namespace {

constexpr std::size_t kMaxPurposeBytes = 200;
constexpr std::size_t kMaxSearchBytes = 200;

std::string query_of(const Call& call, const std::string& key) {
    const auto found = call.request.query.find(key);
    return found == call.request.query.end() ? std::string() : found->second;
}

std::string parameter_of(const Call& call, const std::string& name) {
    const auto found = call.request.parameters.find(name);
    return found == call.request.parameters.end() ? std::string() : found->second;
}

bool is_holder(const std::string& name) {
    return name.empty() || name == "bot" || name == "queue" || name == "agent" || name == "nobody";
}

std::optional<std::uint64_t> position_of(const std::string& text) {
    std::uint64_t position = 0;
    if (text.empty()) return position;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), position);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return position;
}

std::string fact_of(const tickets::Ticket& ticket, const std::string& slot) {
    const auto found = ticket.facts.find(slot);
    return found == ticket.facts.end() ? std::string() : found->second;
}

}  // namespace

net::Response conversations(const Call& call) {
    const std::string holder = query_of(call, "holder");
    if (!is_holder(holder)) return bad_value("holder");
    Json rows = Json::array();
    for (const auto& row : call.parts.store.conversations(holder, query_of(call, "agent"), storage::kMaxPage)) rows.push_back(wire::row_json(row));
    return json_response({{"conversations", std::move(rows)}});
}

net::Response conversation(const Call& call) {
    const std::string id = parameter_of(call, "id");
    const auto found = call.parts.store.conversation(id);
    const auto row = call.parts.store.conversation_row(id);
    if (!found || !row) return not_found("conversation");
    return json_response(wire::detail_json(call.parts.desk, *found, *row));
}

net::Response entries(const Call& call) {
    const std::string id = parameter_of(call, "id");
    const auto after = position_of(query_of(call, "after"));
    if (!after) return bad_value("after");
    if (!call.parts.store.conversation_row(id)) return not_found("conversation");
    Json rows = Json::array();
    for (const auto& entry : call.parts.store.entries(id, *after, storage::kMaxPage)) rows.push_back(wire::entry_json(id, entry));
    return json_response({{"entries", std::move(rows)}});
}

net::Response tickets(const Call& call) {
    storage::TicketFilter filter;
    filter.text = query_of(call, "text");
    filter.status = query_of(call, "status");
    filter.team = query_of(call, "team");
    filter.open_only = query_of(call, "open") == "1";
    filter.before = query_of(call, "before");
    if (filter.text.size() > kMaxSearchBytes) return bad_value("text");
    if (!filter.status.empty() && !tickets::status_named(filter.status)) return bad_value("status");
    Json rows = Json::array();
    for (const auto& each : call.parts.store.tickets(filter)) rows.push_back(wire::ticket_json(each));
    return json_response({{"tickets", std::move(rows)}});
}

net::Response ticket(const Call& call) {
    const std::string number = parameter_of(call, "number");
    const auto found = call.parts.store.ticket(number);
    if (!found) return not_found("ticket");
    return json_response(wire::ticket_json(*found, call.parts.store.ticket_log(number)));
}

// The one place where contact data leaves whole (R33): audited before it is shown.
net::Response contact(const Call& call) {
    auto body = body_of(call);
    if (auto* refused = std::get_if<net::Response>(&body)) return std::move(*refused);
    const std::string purpose = std::get<wire::Fields>(body).string("purpose");
    if (purpose.empty() || purpose.size() > kMaxPurposeBytes) return bad_value("purpose");
    const auto found = call.parts.store.ticket(parameter_of(call, "number"));
    if (!found) return not_found("ticket");
    if (!authorize(call.caller->user, Action::show_contact, {.owner = found->owner})) {
        return net::error_response(403, "forbidden", "only a supervisor or the ticket's owner may see this");
    }
    const auto customer = found->customer.empty() ? std::nullopt : call.parts.store.customer(found->customer);
    call.parts.store.audit(call.parts.clock(), call.caller->user.id, "contact_shown", found->number + ": " + purpose);
    const std::string said_name = fact_of(*found, "name");
    const std::string said_phone = fact_of(*found, "phone");
    return json_response({{"name", said_name.empty() && customer ? customer->name : said_name},
                          {"phone", said_phone.empty() && customer ? customer->phone : said_phone},
                          {"email", customer ? customer->email : fact_of(*found, "email")}});
}

}  // namespace server::api
