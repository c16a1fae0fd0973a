#include "server/net/http.hpp"

#include <nlohmann/json.hpp>

namespace server::net {

std::string Request::cookie(std::string_view name) const {
    std::string_view rest = header("cookie");
    while (!rest.empty()) {
        const std::string_view pair = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
        const std::string_view trimmed = pair.substr(std::min(pair.find_first_not_of(' '), pair.size()));
        const auto equals = trimmed.find('=');
        if (equals != std::string_view::npos && trimmed.substr(0, equals) == name) return std::string(trimmed.substr(equals + 1));
    }
    return {};
}

Response error_response(int status, std::string_view code, std::string_view message) {
    const nlohmann::ordered_json body = {{"error", {{"code", code}, {"message", message}}}};
    Response response;
    response.status = status;
    response.body = body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return response;
}

Response empty_response(int status) {
    Response response;
    response.status = status;
    response.content_type.clear();
    return response;
}

}  // namespace server::net
