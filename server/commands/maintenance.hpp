// `frontdesk verify-log` and `frontdesk rebuild`.
#pragma once

#include <filesystem>
#include <iosfwd>

namespace server::commands {

// Checks that nobody changed the journal or the audit. 1 with the first bad row named.
int verify_log(const std::filesystem::path& data_directory, bool json, std::ostream& out, std::ostream& err);
// Makes every table again from the journal; the desk must be closed.
int rebuild(const std::filesystem::path& data_directory, std::filesystem::path configuration, std::ostream& out, std::ostream& err);

}  // namespace server::commands
