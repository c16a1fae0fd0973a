#include "server/net/origin.hpp"

#include <algorithm>
#include <stdexcept>

namespace server::net {
namespace {

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
}

}  // namespace

std::optional<std::string> Origins::normalise(std::string_view origin) {
    std::string text(origin);
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const bool secure = text.starts_with("https://");
    if (!secure && !text.starts_with("http://")) return std::nullopt;
    const std::size_t host = secure ? 8 : 7;
    if (text.size() == host || !std::all_of(text.begin() + static_cast<std::ptrdiff_t>(host), text.end(), is_host_character)) return std::nullopt;
    const std::string_view standard_port = secure ? ":443" : ":80";
    if (text.ends_with(standard_port)) text.resize(text.size() - standard_port.size());
    return text;
}

Origins::Origins(const std::vector<std::string>& allowed) {
    for (const std::string& origin : allowed) {
        const auto normal = normalise(origin);
        if (!normal) throw std::invalid_argument("not an origin (scheme://host or scheme://host:port): " + origin);
        allowed_.insert(*normal);
    }
}

std::optional<Response> Origins::refuse(const Request& request, WithoutOrigin without) const {
    const std::string_view origin = request.header("origin");
    if (origin.empty()) {
        if (without == WithoutOrigin::allowed) return std::nullopt;
        return error_response(403, "origin", "an Origin is required");
    }
    const auto normal = normalise(origin);
    if (normal) {
        // Behind a proxy that ends TLS the scheme of the page is not ours; its host is.
        const std::string host(request.header("host"));
        for (const char* scheme : {"http://", "https://"}) {
            if (normal == normalise(scheme + host)) return std::nullopt;
        }
        if (allowed_.contains(*normal)) return std::nullopt;
    }
    return error_response(403, "origin", "this page may not open a socket here");
}

}  // namespace server::net
