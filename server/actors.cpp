#include "server/actors.hpp"

#include "server/log.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <sodium.h>
#include <sstream>

namespace server {
namespace {

struct Case {
    storage::Store& store;
    const dialog::Desk& desk;
    const KeyedHash& hash;
    const ActorCall& call;

    std::string parameter(const std::string& name) const {
        const auto it = call.job.parameters.find(name);
        return it == call.job.parameters.end() ? std::string{} : it->second;
    }
};

dialog::KnownTicket known(const tickets::Ticket& ticket) {
    return {ticket.number,  std::string(tickets::name(ticket.status)), ticket.subcategory, std::string(tickets::name(ticket.priority)),
            ticket.summary, ticket.opened_at,                          ticket.due.solution};
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c); });
    return text;
}

// The last four digits of a registered number, compared in constant time.
bool ends_with_digits(const std::string& phone, const std::string& last4) {
    std::string digits;
    std::copy_if(phone.begin(), phone.end(), std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
    const std::string end = digits.size() < 4 ? "----" : digits.substr(digits.size() - 4);
    return last4.size() == 4 && sodium_memcmp(end.data(), last4.data(), 4) == 0;
}

void take_customer(const Case& each, const storage::CustomerRow& customer, dialog::JobDone& done) {
    for (const auto& row : each.store.orders_of(customer.id)) done.orders.push_back(row.order);
    storage::TicketFilter filter;
    filter.customer = customer.id;
    filter.open_only = true;
    filter.limit = kMaxKnownTickets;
    for (const auto& ticket : each.store.tickets(filter)) done.tickets.push_back(known(ticket));
}

// One path for an order that is not there and a phone that does not fit, so that neither the words nor the time tell them apart (R8).
void verify_identity(const Case& each, dialog::JobDone& done) {
    const std::string order_no = upper(each.parameter("order_no"));
    done.identity_key = each.hash.of("order", order_no);
    const auto since = each.call.now - each.desk.identity_window;
    if (each.store.failed_tries(done.identity_key, each.call.visitor, since) >= each.desk.max_identity_tries) {
        done.outcome = "limited";
        return;
    }
    const auto order = each.store.order(order_no);
    const auto customer = each.store.customer(order ? order->customer : std::string("-"));
    const bool fits = ends_with_digits(customer ? customer->phone : std::string(), each.parameter("phone_last4"));
    if (!order || !customer || !fits) {
        done.outcome = "refused";
        return;
    }
    done.outcome = "verified";
    done.identity.level = dialog::Identity::Level::verified;
    done.identity.customer = customer->id;
    done.identity.customer_name = customer->name;
    done.identity.tier = customer->tier;
    done.identity.order_no = order->order.order_no;
    take_customer(each, *customer, done);
}

// Without a number: the tickets opened in this conversation, and the verified customer's open ones.
std::vector<std::string> numbers_meant(const Case& each) {
    const auto wanted = upper(each.parameter("ticket_no"));
    if (!wanted.empty()) return {wanted};
    std::vector<std::string> numbers;
    std::istringstream here(each.parameter("opened_here"));
    for (std::string number; here >> number;) numbers.push_back(number);
    storage::TicketFilter filter;
    filter.customer = each.parameter("customer");
    filter.open_only = true;
    filter.limit = kMaxKnownTickets;
    if (filter.customer.empty()) return numbers;
    for (const auto& ticket : each.store.tickets(filter))
        if (std::find(numbers.begin(), numbers.end(), ticket.number) == numbers.end()) numbers.push_back(ticket.number);
    return numbers;
}

// A ticket is shown to the customer it belongs to, or in the conversation that opened it; any other does not exist (R36).
void lookup_ticket(const Case& each, dialog::JobDone& done) {
    const std::string customer = each.parameter("customer");
    for (const auto& number : numbers_meant(each)) {
        const auto ticket = each.store.ticket(number);
        const bool own = ticket && !customer.empty() && ticket->customer == customer;
        const bool here = ticket && ticket->conversation == each.call.conversation;
        if (own || here) done.tickets.push_back(known(*ticket));
    }
    done.outcome = done.tickets.empty() ? "none" : "found";
}

void lookup_orders(const Case& each, dialog::JobDone& done) {
    const std::string customer = each.parameter("customer");
    if (!customer.empty()) {
        for (const auto& row : each.store.orders_of(customer)) done.orders.push_back(row.order);
    }
    done.outcome = done.orders.empty() ? "none" : "found";
}

struct Actor {
    std::string_view name;
    void (*run)(const Case&, dialog::JobDone&);
};
constexpr std::array<Actor, 3> kActors{{{"verify_identity", verify_identity}, {"lookup_ticket", lookup_ticket}, {"lookup_orders", lookup_orders}}};

}  // namespace

dialog::JobDone run_actor(storage::Store& store, const dialog::Desk& desk, const KeyedHash& hash, const ActorCall& call) {
    dialog::JobDone done;
    done.id = call.job.id;
    const auto actor = std::find_if(kActors.begin(), kActors.end(), [&](const Actor& each) { return each.name == call.job.actor; });
    try {
        if (actor == kActors.end()) throw std::runtime_error("no such actor");
        actor->run({store, desk, hash, call}, done);
        return done;
    } catch (const std::exception& error) {
        log_event(LogLevel::error, "actor_failed", {{"actor", call.job.actor}, {"conversation", call.conversation}, {"error", error.what()}});
    }
    dialog::JobDone failed;
    failed.id = call.job.id;
    failed.failed = true;
    return failed;
}

}  // namespace server
