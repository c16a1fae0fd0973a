// The answers of the REST calls, and what they share. Inside server/api*.cpp only.
#pragma once

#include "server/api.hpp"
#include "server/wire_fields.hpp"

#include <nlohmann/json.hpp>
#include <set>

namespace server::api {

using Json = nlohmann::ordered_json;

net::Response json_response(const Json& body, int status = 200);
net::Response not_found(std::string_view what);   // 404 unknown_<what>
net::Response bad_value(std::string_view what);   // 400 bad_value, naming the field
// The words of the locale asked for, or of the desk's default one.
const dialog::Texts& texts_of(const Call& call);
std::string word_of(const dialog::Texts& texts, const std::string& key);  // the key itself when there is no such word
std::set<std::string> teams_of(const dialog::Desk& desk);  // ids
// The body's fields, or the refusal (400 bad_json).
std::variant<wire::Fields, net::Response> body_of(const Call& call);

net::Response login(const Call& call);
net::Response logout(const Call& call);
net::Response me(const Call& call);
net::Response change_password(const Call& call);

net::Response desk(const Call& call);
net::Response widget(const Call& call);

net::Response conversations(const Call& call);
net::Response conversation(const Call& call);
net::Response entries(const Call& call);
net::Response tickets(const Call& call);
net::Response ticket(const Call& call);
net::Response contact(const Call& call);

net::Response users(const Call& call);
net::Response add_user(const Call& call);
net::Response change_user(const Call& call);
net::Response reset_password(const Call& call);

}  // namespace server::api
