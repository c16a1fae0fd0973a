#include "server/api_calls.hpp"
#include "server/wire_json.hpp"

namespace server::api {
namespace {

Json self_json(const Caller& caller) { return {{"user", wire::user_json(caller.user)}, {"csrf", caller.csrf}}; }

}  // namespace

net::Response login(const Call& call) {
    auto body = body_of(call);
    if (auto* refused = std::get_if<net::Response>(&body)) return std::move(*refused);
    const auto& fields = std::get<wire::Fields>(body);
    const auto result = call.parts.auth.login(fields.string("name"), fields.string("password"), call.request.peer);
    if (const auto* fault = std::get_if<LoginFault>(&result)) {
        if (*fault == LoginFault::too_many_tries) return net::error_response(429, "too_many_tries", "too many failed logins; wait a quarter of an hour");
        return net::error_response(401, "wrong_login", "name or password is wrong");
    }
    const auto& logged_in = std::get<LoggedIn>(result);
    net::Response response = json_response(self_json(logged_in.caller));
    response.headers.emplace_back("Set-Cookie", session_cookie(logged_in.token, AuthOptions{}.session_life));
    return response;
}

net::Response logout(const Call& call) {
    call.parts.auth.logout(*call.caller);
    net::Response response = net::empty_response(204);
    response.headers.emplace_back("Set-Cookie", session_cookie("", {}));
    return response;
}

net::Response me(const Call& call) { return json_response(self_json(*call.caller)); }

net::Response change_password(const Call& call) {
    auto body = body_of(call);
    if (auto* refused = std::get_if<net::Response>(&body)) return std::move(*refused);
    const auto& fields = std::get<wire::Fields>(body);
    if (const auto fault = password_fault(fields.string("new"))) return net::error_response(400, "bad_value", *fault);
    if (!call.parts.auth.change_password(*call.caller, fields.string("old"), fields.string("new"), call.request.peer)) {
        return net::error_response(403, "wrong_login", "the old password is wrong, or was tried too often");
    }
    return net::empty_response(204);
}

}  // namespace server::api
