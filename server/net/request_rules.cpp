#include "server/net/request_rules.hpp"

#include "server/net/target.hpp"

#include <algorithm>
#include <array>

namespace server::net {
namespace {

constexpr std::array<std::string_view, 11> kSingle = {
    "host",         "content-length", "transfer-encoding", "content-type",      "origin", "authorization",
    "x-csrf-token", "expect",         "sec-websocket-key", "sec-websocket-version", "upgrade",
};

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

bool is_host(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view(".-_:[]").find(c) != std::string_view::npos;
    });
}

bool has_folded_line(std::string_view raw) {
    return raw.find("\r\n ") != std::string_view::npos || raw.find("\r\n\t") != std::string_view::npos;
}

std::optional<std::string> collect(const Head& head, Request& request) {
    if (head.fields.size() > kMaxHeaderFields) return "too many header fields";
    for (const auto& [raw_name, value] : head.fields) {
        std::string name = lower(raw_name);
        if (has_control(value)) return "control characters in " + name;
        const auto [known, added] = request.headers.emplace(name, value);
        if (added) continue;
        if (std::ranges::find(kSingle, name) != kSingle.end()) return "more than one " + name;
        known->second.append(name == "cookie" ? "; " : ", ").append(value);
    }
    return std::nullopt;
}

std::optional<std::string> check_length(const Head& head, const Request& request) {
    const bool sized = request.headers.contains("content-length");
    const bool coded = request.headers.contains("transfer-encoding");
    const std::string_view size = request.header("content-length");
    if (sized && (size.empty() || !std::ranges::all_of(size, [](char c) { return c >= '0' && c <= '9'; }))) return "bad content-length";
    if (!coded) return std::nullopt;
    if (head.version == 10) return "transfer-encoding in HTTP/1.0";
    if (sized) return "both content-length and transfer-encoding";
    if (lower(request.header("transfer-encoding")) != "chunked") return "a transfer-encoding other than chunked";
    return std::nullopt;
}

}  // namespace

std::optional<std::string> read_head(const Head& head, Request& request) {
    if (has_folded_line(head.raw)) return "a folded header line";
    if (auto fault = collect(head, request)) return fault;
    const bool hosted = request.headers.contains("host");
    if ((head.version == 11 && !hosted) || (hosted && !is_host(request.header("host")))) return "a Host is required";
    if (auto fault = check_length(head, request)) return fault;
    auto target = parse_target(head.target);
    if (!target) return "bad request target";
    request.method = head.method;
    request.version = head.version;
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    return std::nullopt;
}

}  // namespace server::net
