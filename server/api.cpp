#include "server/api.hpp"

#include "server/api_calls.hpp"
#include "server/log.hpp"

#include <memory>

namespace server {
namespace {

using net::error_response;
using net::Request;
using net::Response;

bool changes(const Request& request) { return request.method != "GET" && request.method != "HEAD"; }

// A page elsewhere can send a form but not this type without being asked first (CORS), which protects the login too.
bool is_json(const Request& request) {
    const std::string_view type = request.header("content-type");
    return request.body.empty() || type == "application/json" || type.starts_with("application/json;");
}

Response answer(const ApiEntry& entry, const ApiParts& parts, const Request& request) {
    if (changes(request) && !is_json(request)) return error_response(415, "not_json", "the body must be application/json");
    if (entry.who == WhoMay::everybody) return entry.answer({parts, request, nullptr});
    const auto caller = parts.auth.caller(request);
    if (!caller) return error_response(401, "login_required", "please log in");
    if (changes(request) && !Auth::shows_csrf(request, *caller)) return error_response(403, "csrf", "the X-CSRF-Token is missing or wrong");
    // Calls on a thing that belongs to somebody ask again, with its owner.
    const Object own{.owner = caller->user.id};
    if (!authorize(caller->user, entry.action, own)) return error_response(403, "forbidden", "you may not do this");
    return entry.answer({parts, request, &*caller});
}

Response answer_or_excuse(const ApiEntry& entry, const ApiParts& parts, const Request& request) {
    try {
        return answer(entry, parts, request);
    } catch (const storage::StoreError& error) {
        log_event(LogLevel::error, "call_failed", {{"call", entry.pattern}, {"error", error.what()}});
        return error_response(503, "unavailable", "the store does not answer; try again");
    } catch (const std::exception& error) {
        log_event(LogLevel::error, "call_failed", {{"call", entry.pattern}, {"error", error.what()}});
        return error_response(500, "internal", "something went wrong here");
    }
}

net::Route route_of(const ApiEntry& entry, const ApiParts& parts) {
    return [&entry, parts](Request request, net::Respond respond) {
        Workers& workers = entry.where == RunsOn::password_workers ? parts.password_workers : parts.workers;
        const auto held = std::make_shared<const Request>(std::move(request));
        const bool taken = workers.run([&entry, parts, held, respond] {
            Response response = answer_or_excuse(entry, parts, *held);
            response.headers.emplace_back("Cache-Control", "no-store");
            respond(std::move(response));
        });
        if (taken) return;
        Response busy = error_response(503, "overloaded", "too much to do; try again");
        busy.headers.emplace_back("Retry-After", "2");
        respond(std::move(busy));
    };
}

}  // namespace

const std::vector<ApiEntry>& api_entries() {
    constexpr auto everybody = WhoMay::everybody;
    constexpr auto logged_in = WhoMay::logged_in;
    constexpr auto workers = RunsOn::workers;
    constexpr auto hashing = RunsOn::password_workers;
    static const std::vector<ApiEntry> entries = {
        {"POST", "/api/v1/login", everybody, Action::see_self, hashing, api::login},
        {"POST", "/api/v1/logout", logged_in, Action::log_out, workers, api::logout},
        {"GET", "/api/v1/me", logged_in, Action::see_self, workers, api::me},
        {"POST", "/api/v1/me/password", logged_in, Action::change_own_password, hashing, api::change_password},
        {"GET", "/api/v1/desk", logged_in, Action::see_desk, workers, api::desk},
        {"GET", "/api/v1/conversations", logged_in, Action::see_conversations, workers, api::conversations},
        {"GET", "/api/v1/conversations/{id}", logged_in, Action::see_conversations, workers, api::conversation},
        {"GET", "/api/v1/conversations/{id}/entries", logged_in, Action::see_conversations, workers, api::entries},
        {"GET", "/api/v1/tickets", logged_in, Action::see_tickets, workers, api::tickets},
        {"GET", "/api/v1/tickets/{number}", logged_in, Action::see_tickets, workers, api::ticket},
        {"POST", "/api/v1/tickets/{number}/contact", logged_in, Action::show_contact, workers, api::contact},
        {"GET", "/api/v1/users", logged_in, Action::see_users, workers, api::users},
        {"POST", "/api/v1/users", logged_in, Action::change_users, hashing, api::add_user},
        {"POST", "/api/v1/users/{id}", logged_in, Action::change_users, workers, api::change_user},
        {"POST", "/api/v1/users/{id}/password", logged_in, Action::change_users, hashing, api::reset_password},
        {"GET", "/api/v1/widget", everybody, Action::see_self, workers, api::widget},
    };
    return entries;
}

void add_api(net::Routes& routes, const ApiParts& parts) {
    for (const ApiEntry& entry : api_entries()) routes.add(entry.method, entry.pattern, route_of(entry, parts));
}

namespace api {

net::Response json_response(const Json& body, int status) {
    Response response;
    response.status = status;
    response.body = body.dump(-1, ' ', false, Json::error_handler_t::replace);
    return response;
}

net::Response not_found(std::string_view what) { return error_response(404, "unknown_" + std::string(what), "there is no such " + std::string(what)); }

net::Response bad_value(std::string_view what) { return error_response(400, "bad_value", std::string(what) + " has a value that it cannot have"); }

const dialog::Texts& texts_of(const Call& call) {
    const auto asked = call.request.query.find("locale");
    const auto& texts = call.parts.desk.texts;
    const auto found = asked == call.request.query.end() ? texts.end() : texts.find(asked->second);
    return found != texts.end() ? found->second : texts.at(call.parts.desk.default_locale);
}

std::string word_of(const dialog::Texts& texts, const std::string& key) {
    const auto found = texts.words.find(key);
    return found == texts.words.end() ? key : found->second;
}

std::variant<wire::Fields, net::Response> body_of(const Call& call) {
    auto read = wire::Fields::read(call.request.body);
    if (const auto* fault = std::get_if<std::string>(&read)) return error_response(400, "bad_json", *fault);
    auto& fields = std::get<wire::Fields>(read);
    if (fields.faulty_besides("")) return error_response(400, "bad_value", "a text is too long or holds NUL");
    return std::move(fields);
}

}  // namespace api
}  // namespace server
