// Who may do what: one function, deny by default, asked by REST and sockets alike. Pure.
#pragma once

#include "storage/store.hpp"

#include <string>
#include <string_view>

namespace server {

enum class Action {
    log_out,
    see_self,
    change_own_password,
    see_desk,              // names of classes, teams, statuses
    see_conversations,
    see_tickets,
    show_contact,          // whole name, phone, mail; each showing is audited
    see_users,
    change_users,
};

// What an action is done to, as far as it matters.
struct Object {
    std::string owner;  // user id of a ticket's owner
};

bool authorize(const storage::User& user, Action action, const Object& object = {});

inline constexpr std::string_view kAgentRole = "agent";
inline constexpr std::string_view kSupervisorRole = "supervisor";
bool is_role(std::string_view role);

}  // namespace server
