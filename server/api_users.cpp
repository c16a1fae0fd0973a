#include "server/api_calls.hpp"
#include "server/user_rules.hpp"
#include "server/wire_json.hpp"

#include <algorithm>

namespace server::api {
namespace {

bool is_team(const Call& call, const std::string& team) {
    return team.empty() || teams_of(call.parts.desk).contains(team);
}

// Takes over the fields that are there; names the first that has a bad value.
std::optional<net::Response> take_fields(const Call& call, const wire::Fields& fields, storage::User& user) {
    const auto take = [&](const char* key, std::string& target) {
        if (fields.has(key)) target = fields.string(key);
    };
    take("display_name", user.display_name);
    take("staff_number", user.staff_number);
    take("role", user.role);
    take("team", user.team);
    if (fields.has("active")) user.active = fields.boolean("active").value_or(user.active);
    if (const auto fault = user_fault(user)) return bad_value(*fault);
    if (!is_team(call, user.team)) return bad_value("team");
    return std::nullopt;
}

bool is_last_supervisor(storage::Store& store, const std::string& id) {
    return std::ranges::none_of(store.users(), [&](const storage::User& user) { return user.id != id && user.active && user.role == kSupervisorRole; });
}

void audit(const Call& call, const std::string& what, const storage::User& user) {
    call.parts.store.audit(call.parts.clock(), call.caller->user.id, what, user.id);
}

}  // namespace

net::Response users(const Call& call) {
    Json all = Json::array();
    for (const auto& user : call.parts.store.users()) all.push_back(wire::user_json(user));
    return json_response({{"users", std::move(all)}});
}

net::Response add_user(const Call& call) {
    auto body = body_of(call);
    if (auto* refused = std::get_if<net::Response>(&body)) return std::move(*refused);
    const auto& fields = std::get<wire::Fields>(body);
    storage::User user;
    user.id = new_user_id();
    user.name = fields.string("name");
    user.display_name = user.name;
    user.role = kAgentRole;
    if (auto refused = take_fields(call, fields, user)) return std::move(*refused);
    if (call.parts.store.user_named(user.name)) return net::error_response(409, "name_taken", "there is a user of that name");
    const std::string password = call.parts.auth.reset_password(user);
    audit(call, "user_added", user);
    return json_response({{"user", wire::user_json(user)}, {"password", password}});
}

net::Response change_user(const Call& call) {
    auto body = body_of(call);
    if (auto* refused = std::get_if<net::Response>(&body)) return std::move(*refused);
    const auto before = call.parts.store.user(call.request.parameters.at("id"));
    if (!before) return not_found("user");
    storage::User user = *before;
    if (auto refused = take_fields(call, std::get<wire::Fields>(body), user)) return std::move(*refused);
    const bool supervises = user.active && user.role == kSupervisorRole;
    if (!supervises && is_last_supervisor(call.parts.store, user.id)) {
        return net::error_response(409, "last_supervisor", "there must be one active supervisor");
    }
    call.parts.store.put_user(user);
    audit(call, "user_changed", user);
    if (user.role != before->role || user.active != before->active) call.parts.auth.end_sessions(user.id);
    return json_response({{"user", wire::user_json(user)}});
}

net::Response reset_password(const Call& call) {
    const auto user = call.parts.store.user(call.request.parameters.at("id"));
    if (!user) return not_found("user");
    const std::string password = call.parts.auth.reset_password(*user);
    audit(call, "password_reset", *user);
    return json_response({{"password", password}});
}

}  // namespace server::api
