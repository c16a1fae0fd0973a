// What the commands share: exit codes, and loading the configuration with its problems said. `frontdesk check`.
#pragma once

#include "config/load.hpp"
#include "server/limits.hpp"

#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>

namespace server::commands {

inline constexpr int kOk = 0;
inline constexpr int kProblemsFound = 1;
inline constexpr int kWrongUsage = 2;

// The configuration in that folder, or in the one that find_configuration() finds when it is empty (the path is then filled in).
// Problems go to `err`, one a line; none when there are any.
std::shared_ptr<const config::Loaded> load_configuration(std::filesystem::path& folder, std::ostream& err);

// The limits beside it; problems as above.
std::optional<Limits> load_limits_of(const std::filesystem::path& folder, std::ostream& err);

// Loads everything and runs the examples beside the intents. 0, or 1 with every problem named.
int check(std::filesystem::path folder, bool json, std::ostream& out, std::ostream& err);

}  // namespace server::commands
