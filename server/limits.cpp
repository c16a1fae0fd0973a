#include "server/limits.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <type_traits>

namespace server {
namespace {

// One setting: where it stands in the file, from where to where it may go, and what it sets.
struct Setting {
    std::string_view section;
    std::string_view key;
    std::int64_t least;
    std::int64_t most;
    void (*set)(Limits&, std::int64_t);
};

// The unit of a time is the last word of its key, and the type of the member counts in it or in something finer.
template <auto Part, auto Member>
void number(Limits& limits, std::int64_t value) {
    auto& member = limits.*Part.*Member;
    member = static_cast<std::remove_reference_t<decltype(member)>>(value);
}
template <auto Part, auto Member, class Unit>
void duration(Limits& limits, std::int64_t value) {
    limits.*Part.*Member = Unit(value);
}

using L = Limits;
using R = ReceptionLimits;
using H = net::HttpLimits;
using S = net::SocketLimits;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t kMiB = 1024 * 1024;
constexpr std::int64_t kMany = 1'000'000;
constexpr std::int64_t kDay_s = 86'400;

constexpr std::array kSettings{
    Setting{"conversation", "max_mailbox_events", 1, 10'000, number<&L::reception, &R::max_mailbox_events>},
    Setting{"conversation", "max_mailbox_bytes", 32'768, 16 * kMiB, number<&L::reception, &R::max_mailbox_bytes>},
    Setting{"conversation", "max_sockets", 1, 1'000, number<&L::reception, &R::max_sockets_per_conversation>},
    Setting{"conversation", "max_watchers", 1, 1'000, number<&L::reception, &R::max_watchers_per_conversation>},
    Setting{"conversation", "max_messages", 1, kMany, number<&L::reception, &R::max_messages>},
    Setting{"conversation", "message_window_milliseconds", 1, kDay_s * 1'000, duration<&L::reception, &R::message_window, milliseconds>},
    Setting{"conversation", "typing_interval_milliseconds", 0, 60'000, duration<&L::reception, &R::typing_interval, milliseconds>},
    Setting{"conversation", "hello_deadline_milliseconds", 1, 600'000, duration<&L::reception, &R::hello_deadline, milliseconds>},
    Setting{"conversation", "idle_unload_milliseconds", 0, kDay_s * 1'000, duration<&L::reception, &R::idle_unload, milliseconds>},
    Setting{"conversation", "max_loaded", 64, kMany, number<&L::reception, &R::max_loaded>},
    Setting{"conversation", "max_replay_bytes", 1, 16 * kMiB, number<&L::reception, &R::max_replay_bytes>},
    Setting{"agents", "lease_seconds", 1, kDay_s, duration<&L::reception, &R::agent_lease, seconds>},
    Setting{"reception", "workers", 1, 256, number<&L::reception, &R::workers>},
    Setting{"reception", "max_waiting_work", 1, kMany, number<&L::reception, &R::max_waiting_work>},
    Setting{"calls", "workers", 1, 256, number<&L::calls, &CallLimits::workers>},
    Setting{"calls", "max_waiting", 1, kMany, number<&L::calls, &CallLimits::max_waiting>},
    Setting{"calls", "password_workers", 1, 64, number<&L::calls, &CallLimits::password_workers>},
    Setting{"calls", "max_waiting_passwords", 1, 10'000, number<&L::calls, &CallLimits::max_waiting_passwords>},
    Setting{"logins", "max_failures_per_name", 1, kMany, number<&L::logins, &LoginLimits::max_failures_per_name>},
    Setting{"logins", "max_failures_per_source", 1, kMany, number<&L::logins, &LoginLimits::max_failures_per_source>},
    Setting{"logins", "window_seconds", 1, kDay_s, duration<&L::logins, &LoginLimits::window, seconds>},
    Setting{"logins", "max_remembered", 1, kMany, number<&L::logins, &LoginLimits::max_remembered>},
    Setting{"connections", "max_header_bytes", 1'024, kMiB, number<&L::connections, &H::max_header_bytes>},
    Setting{"connections", "max_body_bytes", 1'024, 64 * kMiB, number<&L::connections, &H::max_body_bytes>},
    Setting{"connections", "max_connections", 1, kMany, number<&L::connections, &H::max_connections>},
    Setting{"connections", "max_connections_per_address", 1, kMany, number<&L::connections, &H::max_connections_per_address>},
    Setting{"connections", "max_unknown_sockets", 1, kMany, number<&L::connections, &H::max_unknown_sockets>},
    Setting{"connections", "max_unknown_sockets_per_address", 1, kMany, number<&L::connections, &H::max_unknown_sockets_per_address>},
    Setting{"connections", "max_held_bytes", kMiB, 65'536 * kMiB, number<&L::connections, &H::max_held_bytes>},
    Setting{"connections", "header_deadline_seconds", 1, 600, duration<&L::connections, &H::header_deadline, seconds>},
    Setting{"connections", "body_deadline_seconds", 1, 600, duration<&L::connections, &H::body_deadline, seconds>},
    Setting{"connections", "keep_alive_seconds", 1, kDay_s, duration<&L::connections, &H::keep_alive, seconds>},
    Setting{"connections", "answer_deadline_seconds", 1, 600, duration<&L::connections, &H::answer_deadline, seconds>},
    Setting{"customer_socket", "max_message_bytes", 1'024, 16 * kMiB, number<&L::customer_socket, &S::max_message_bytes>},
    Setting{"customer_socket", "max_frames_per_message", 1, 10'000, number<&L::customer_socket, &S::max_frames_per_message>},
    Setting{"customer_socket", "max_frames_per_second", 1, kMany, number<&L::customer_socket, &S::max_frames_per_second>},
    Setting{"customer_socket", "max_queued_bytes", 16'384, 64 * kMiB, number<&L::customer_socket, &S::max_queued_bytes>},
    Setting{"customer_socket", "message_deadline_seconds", 1, 600, duration<&L::customer_socket, &S::message_deadline, seconds>},
    Setting{"customer_socket", "idle_seconds", 2, kDay_s, duration<&L::customer_socket, &S::idle, seconds>},
    Setting{"agent_socket", "max_message_bytes", 1'024, 16 * kMiB, number<&L::agent_socket, &S::max_message_bytes>},
    Setting{"agent_socket", "max_frames_per_message", 1, 10'000, number<&L::agent_socket, &S::max_frames_per_message>},
    Setting{"agent_socket", "max_frames_per_second", 1, kMany, number<&L::agent_socket, &S::max_frames_per_second>},
    Setting{"agent_socket", "max_queued_bytes", 16'384, 64 * kMiB, number<&L::agent_socket, &S::max_queued_bytes>},
    Setting{"agent_socket", "message_deadline_seconds", 1, 600, duration<&L::agent_socket, &S::message_deadline, seconds>},
    Setting{"agent_socket", "idle_seconds", 2, kDay_s, duration<&L::agent_socket, &S::idle, seconds>},
};

bool has_section(std::string_view name) {
    return std::ranges::any_of(kSettings, [&](const Setting& setting) { return setting.section == name; });
}

void read_section(std::string_view name, const config::Node& section, Limits& limits) {
    for (const auto& [key, value] : section.members()) {
        const auto found = std::ranges::find_if(kSettings, [&, &key_here = key](const Setting& each) { return each.section == name && each.key == key_here; });
        if (found == kSettings.end()) value.problem("unknown key");
        else found->set(limits, section.integer(key, found->least, found->most));
    }
}

}  // namespace

Limits load_limits(const std::filesystem::path& root, config::Problems& problems) {
    Limits limits;
    std::error_code error;
    if (!std::filesystem::exists(root / kLimitsFile, error) && !error) return limits;
    const auto json = config::read_json(root, kLimitsFile, problems);
    if (!json) return limits;
    const config::Node node(*json, kLimitsFile, "", problems);
    for (const auto& [name, section] : node.members()) {
        if (has_section(name)) read_section(name, section, limits);
        else section.problem("unknown key");
    }
    return limits;
}

}  // namespace server
