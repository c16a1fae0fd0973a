#include "server/net/handshake.hpp"

#include <algorithm>

namespace server::net {
namespace {

constexpr std::string_view kVersion = "13";
constexpr std::size_t kKeyCharacters = 24;  // 16 bytes in base64

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool is_base64(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/'; }

// 16 bytes leave four bits of the 22nd character without a meaning; they are zero.
bool is_key(std::string_view key) {
    return key.size() == kKeyCharacters && key.ends_with("==") && std::all_of(key.begin(), key.end() - 2, is_base64) &&
           std::string_view("AQgw").find(key[21]) != std::string_view::npos;
}

}  // namespace

bool has_token(std::string_view list, std::string_view name) {
    while (!list.empty()) {
        std::string_view element = list.substr(0, list.find(','));
        list.remove_prefix(std::min(list.size(), element.size() + 1));
        while (!element.empty() && (element.front() == ' ' || element.front() == '\t')) element.remove_prefix(1);
        while (!element.empty() && (element.back() == ' ' || element.back() == '\t')) element.remove_suffix(1);
        if (std::ranges::equal(element, name, {}, lower, lower)) return true;
    }
    return false;
}

bool asks_for_socket(const Request& request) { return has_token(request.header("upgrade"), "websocket"); }

std::optional<Response> refuse_handshake(const Request& request) {
    if (request.method != "GET") return error_response(400, "bad_handshake", "a WebSocket begins with GET");
    if (request.version != 11) return error_response(400, "bad_handshake", "a WebSocket begins in HTTP/1.1");
    if (!has_token(request.header("connection"), "upgrade")) return error_response(400, "bad_handshake", "Connection: Upgrade is missing");
    if (request.header("sec-websocket-version") != kVersion) {
        Response refusal = error_response(426, "bad_handshake", "WebSocket version 13 is spoken here");
        refusal.headers.emplace_back("Sec-WebSocket-Version", kVersion);
        refusal.headers.emplace_back("Upgrade", "websocket");
        return refusal;
    }
    if (!is_key(request.header("sec-websocket-key"))) return error_response(400, "bad_handshake", "Sec-WebSocket-Key is not 16 bytes in base64");
    return std::nullopt;
}

}  // namespace server::net
