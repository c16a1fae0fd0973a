#include "config/load_clocks.hpp"

#include <array>

namespace config {

namespace {

using tickets::Target;

struct UnitRow {
    std::string_view key;
    Target::Unit unit;
    int minutes;  // in one of it; 0 for working days
    int most;
};

constexpr std::array kUnits{
    UnitRow{"minutes", Target::Unit::hours, 1, kMaxTargetHours * 60},
    UnitRow{"hours", Target::Unit::hours, 60, kMaxTargetHours},
    UnitRow{"open_minutes", Target::Unit::open_hours, 1, kMaxTargetHours * 60},
    UnitRow{"open_hours", Target::Unit::open_hours, 60, kMaxTargetHours},
    UnitRow{"working_days", Target::Unit::working_days, 0, kMaxTargetWorkingDays},
};

Target read_target(const Node& node) {
    node.only({"minutes", "hours", "open_minutes", "open_hours", "working_days"});
    Target target;
    int found = 0;
    for (const auto& row : kUnits) {
        if (!node.has(row.key)) continue;
        ++found;
        const auto amount = static_cast<int>(node.integer(row.key, 1, row.most));
        target.unit = row.unit;
        target.time = std::chrono::minutes(amount * row.minutes);
        target.days = row.minutes == 0 ? amount : 0;
    }
    if (found != 1 && !node.json().is_null())
        node.problem("must say one of minutes, hours, open_minutes, open_hours, working_days");
    return target;
}

tickets::ClockPolicy read_policy(const std::string& id, const Node& node) {
    node.only({"urgent", "high", "medium", "low"});
    tickets::ClockPolicy policy{id, {}};
    for (const std::string_view name : {"urgent", "high", "medium", "low"}) {
        const auto targets = node.at(name);
        if (targets.json().is_null()) continue;
        targets.only({"first_response", "solution"});
        policy.targets[*tickets::priority_named(name)] = {read_target(targets.at("first_response")),
                                                          read_target(targets.at("solution"))};
    }
    return policy;
}

}  // namespace

std::map<std::string, tickets::ClockPolicy> load_clocks(const std::filesystem::path& root, Problems& problems) {
    std::map<std::string, tickets::ClockPolicy> policies;
    const auto json = read_json(root, kClocksFile, problems);
    if (!json) return policies;
    const Node node(*json, kClocksFile, "", problems);
    for (const auto& [id, policy] : node.members()) policies.emplace(id, read_policy(id, policy));
    if (policies.empty() && problems.empty()) node.problem("has no policy");
    return policies;
}

}  // namespace config
