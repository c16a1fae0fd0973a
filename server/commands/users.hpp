// `frontdesk user ...`: the desk's users, while the desk is closed (it holds its data directory alone).
#pragma once

#include "storage/store.hpp"

#include <filesystem>
#include <iosfwd>
#include <string>

namespace server::commands {

int list_users(const std::filesystem::path& data_directory, bool json, std::ostream& out, std::ostream& err);
// Prints the new random password, once. 1 when the name is taken or a value is wrong.
int add_user(const std::filesystem::path& data_directory, storage::User user, std::ostream& out, std::ostream& err);
// Sets a new random password and prints it; the user's sessions end.
int reset_password(const std::filesystem::path& data_directory, const std::string& name, std::ostream& out, std::ostream& err);

}  // namespace server::commands
