// What the fields of a user may be. Pure; asked by REST and the command line alike.
#pragma once

#include "storage/store.hpp"

#include <optional>
#include <string>

namespace server {

// The first field with a value that it cannot have; none when all may be. The team is checked by who knows the teams.
std::optional<std::string> user_fault(const storage::User& user);

inline constexpr std::size_t kMaxUserFieldBytes = 64;

}  // namespace server
