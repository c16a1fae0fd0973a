#include "server/authorize.hpp"

#include <algorithm>
#include <array>

namespace server {
namespace {

enum class Rule { everybody, owner_or_supervisor, supervisor };

struct Line {
    Action action;
    Rule rule;
};

constexpr std::array kRules = {
    Line{Action::log_out, Rule::everybody},
    Line{Action::see_self, Rule::everybody},
    Line{Action::change_own_password, Rule::everybody},
    Line{Action::see_desk, Rule::everybody},
    Line{Action::see_conversations, Rule::everybody},
    Line{Action::see_tickets, Rule::everybody},
    Line{Action::show_contact, Rule::owner_or_supervisor},
    Line{Action::see_users, Rule::supervisor},
    Line{Action::change_users, Rule::supervisor},
};

}  // namespace

bool is_role(std::string_view role) { return role == kAgentRole || role == kSupervisorRole; }

bool authorize(const storage::User& user, Action action, const Object& object) {
    if (!user.active || !is_role(user.role)) return false;
    const auto line = std::ranges::find(kRules, action, &Line::action);
    if (line == kRules.end()) return false;
    switch (line->rule) {
        case Rule::everybody: return true;
        case Rule::owner_or_supervisor: return user.role == kSupervisorRole || (!object.owner.empty() && object.owner == user.id);
        case Rule::supervisor: return user.role == kSupervisorRole;
    }
    return false;
}

}  // namespace server
