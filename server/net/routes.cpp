#include "server/net/routes.hpp"

#include <algorithm>
#include <optional>

namespace server::net {
namespace {

std::string_view take_segment(std::string_view& path) {
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(path.size(), segment.size() + 1));
    return segment;
}

std::optional<std::map<std::string, std::string>> match(std::string_view pattern, std::string_view path) {
    std::map<std::string, std::string> parameters;
    if (std::ranges::count(pattern, '/') != std::ranges::count(path, '/')) return std::nullopt;
    while (!pattern.empty() || !path.empty()) {
        const std::string_view expected = take_segment(pattern);
        const std::string_view given = take_segment(path);
        if (expected.starts_with('{') && !given.empty()) {
            parameters.emplace(expected.substr(1, expected.size() - 2), given);
        } else if (expected != given) {
            return std::nullopt;
        }
    }
    return parameters;
}

}  // namespace

void Routes::add(std::string method, std::string pattern, Route route) {
    entries_.push_back({std::move(method), std::move(pattern), std::move(route)});
}

Match Routes::find(std::string_view method, std::string_view path) const {
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    Match found;
    for (const RouteEntry& entry : entries_) {
        auto parameters = match(entry.pattern, path);
        if (!parameters) continue;
        if (entry.method == wanted) return {.route = &entry.route, .parameters = std::move(*parameters), .methods = {}};
        found.methods.push_back(entry.method);
    }
    if (!found.methods.empty() || !fallback_) return found;
    if (wanted == "GET") {
        found.route = &fallback_;
    } else {
        found.methods.emplace_back("GET");
    }
    return found;
}

}  // namespace server::net
