#include "server/commands/maintenance.hpp"

#include "server/commands/configuration.hpp"
#include "server/opening.hpp"
#include "storage/maintenance.hpp"

#include <nlohmann/json.hpp>
#include <ostream>
#include <unistd.h>

namespace server::commands {
namespace {

using Json = nlohmann::ordered_json;

// On a terminal a line that counts; in a log nothing.
storage::Progress progress(std::ostream& err, const char* what) {
    if (::isatty(STDERR_FILENO) == 0) return {};
    return [&err, what](std::uint64_t done, std::uint64_t all) { err << "\r" << what << " " << done << " of " << all << std::flush; };
}

Json report_json(const storage::LogReport& report) {
    Json json = {{"journal_rows", report.journal_rows}, {"audit_rows", report.audit_rows}, {"fault", nullptr}};
    if (report.fault) {
        json["fault"] = {{"table", report.fault->table},
                         {"position", report.fault->position},
                         {"conversation", report.fault->conversation},
                         {"version", report.fault->version},
                         {"reason", report.fault->reason}};
    }
    return json;
}

}  // namespace

int verify_log(const std::filesystem::path& data_directory, bool json, std::ostream& out, std::ostream& err) {
    try {
        const auto report = storage::verify_log(data_directory, progress(err, "Verified"));
        if (json) {
            out << report_json(report).dump(2) << "\n";
        } else if (report.fault) {
            out << "The first bad row: " << report.fault->table << " " << report.fault->position << ", conversation " << report.fault->conversation
                << " version " << report.fault->version << ": " << report.fault->reason << "\n";
        } else {
            out << report.journal_rows << " turns and " << report.audit_rows << " audit lines are as they were written\n";
        }
        return report.fault ? kProblemsFound : kOk;
    } catch (const std::exception& error) {
        err << "frontdesk verify-log: " << error.what() << "\n";
        return kProblemsFound;
    }
}

int rebuild(const std::filesystem::path& data_directory, std::filesystem::path configuration, std::ostream& out, std::ostream& err) {
    const auto loaded = load_configuration(configuration, err);
    if (!loaded) return kProblemsFound;
    try {
        const auto turns = storage::rebuild(store_options(data_directory, loaded), progress(err, "Applied"));
        out << "All tables made again from " << turns << " turns\n";
        return kOk;
    } catch (const std::exception& error) {
        err << "frontdesk rebuild: " << error.what() << "\n";
        return kProblemsFound;
    }
}

}  // namespace server::commands
