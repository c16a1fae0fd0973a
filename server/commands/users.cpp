#include "server/commands/users.hpp"

#include "server/auth.hpp"
#include "server/authorize.hpp"
#include "server/commands/configuration.hpp"
#include "server/user_rules.hpp"
#include "server/wire_json.hpp"
#include "storage/sqlite_store.hpp"

#include <fmt/format.h>
#include <functional>
#include <ostream>

namespace server::commands {
namespace {

Clock system_clock() {
    return [] { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); };
}

int with_store(const std::filesystem::path& data_directory, std::ostream& err, const std::function<int(storage::Store&)>& work) {
    try {
        if (!std::filesystem::exists(data_directory)) {
            err << "There is no data in " << data_directory.string() << "; name the directory with --data DIR.\n";
            return kProblemsFound;
        }
        storage::SqliteOptions options;
        options.data_directory = data_directory;
        const auto store = storage::open_sqlite(options);
        return work(*store);
    } catch (const std::exception& error) {
        err << "frontdesk user: " << error.what() << "\n";
        return kProblemsFound;
    }
}

void show_password(storage::Store& store, const storage::User& user, const char* what, std::ostream& out) {
    Auth auth(store, system_clock(), [](const std::string&) {});
    const std::string password = auth.reset_password(user);
    store.audit(system_clock()(), "command line", what, user.id);
    out << "Password of " << user.name << " (shown once): " << password << std::endl;
}

}  // namespace

int list_users(const std::filesystem::path& data_directory, bool json, std::ostream& out, std::ostream& err) {
    return with_store(data_directory, err, [&](storage::Store& store) {
        auto all = wire::Json::array();
        for (const auto& user : store.users()) {
            all.push_back(wire::user_json(user));
            if (!json) {
                out << fmt::format("{:<20} {:<12} {:<20} {:<8} {:<16} {}\n", user.name, user.role, user.display_name, user.staff_number, user.team,
                                   user.active ? "active" : "not active");
            }
        }
        if (json) out << all.dump(2) << "\n";
        return kOk;
    });
}

int add_user(const std::filesystem::path& data_directory, storage::User user, std::ostream& out, std::ostream& err) {
    if (user.display_name.empty()) user.display_name = user.name;
    if (const auto fault = user_fault(user)) {
        err << "frontdesk user add: " << *fault << " has a value that it cannot have\n";
        return kWrongUsage;
    }
    return with_store(data_directory, err, [&](storage::Store& store) {
        if (store.user_named(user.name)) {
            err << "There is a user " << user.name << " already.\n";
            return kProblemsFound;
        }
        user.id = new_user_id();
        show_password(store, user, "user_added", out);
        return kOk;
    });
}

int reset_password(const std::filesystem::path& data_directory, const std::string& name, std::ostream& out, std::ostream& err) {
    return with_store(data_directory, err, [&](storage::Store& store) {
        const auto user = store.user_named(name);
        if (!user) {
            err << "There is no user " << name << ".\n";
            return kProblemsFound;
        }
        show_password(store, *user, "password_reset", out);
        return kOk;
    });
}

}  // namespace server::commands
