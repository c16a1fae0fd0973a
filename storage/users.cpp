#include "storage/access.hpp"

namespace storage::access {

namespace {

constexpr std::string_view kUsers = "SELECT u.id, u.name, u.display_name, u.staff_number, u.role, u.team, u.password_hash, u.active FROM users u ";

std::string users_where(std::string_view condition) { return std::string(kUsers) + std::string(condition); }

User user_row(const Query& query) {
    return {query.text(0), query.text(1), query.text(2), query.text(3), query.text(4), query.text(5), query.text(6), query.number(7) != 0};
}

std::optional<User> first_user(Query& query) {
    if (!query.next()) return std::nullopt;
    return user_row(query);
}

}  // namespace

std::vector<User> users(Connection& connection) {
    std::vector<User> rows;
    auto query = connection.query(users_where("ORDER BY u.name"));
    while (query.next()) rows.push_back(user_row(query));
    return rows;
}

std::optional<User> user_named(Connection& connection, const std::string& name) {
    auto query = connection.query(users_where("WHERE u.name = ?"));
    return first_user(query.bind(name));
}

std::optional<User> user(Connection& connection, const std::string& id) {
    auto query = connection.query(users_where("WHERE u.id = ?"));
    return first_user(query.bind(id));
}

void put_user(Connection& connection, const User& user) {
    {
        auto taken = connection.query("SELECT 1 FROM users WHERE name = ? AND id <> ?");
        if (taken.bind(user.name, user.id).next()) throw StoreError("the name " + user.name + " is taken");
    }
    connection
        .query("INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
               "display_name = excluded.display_name, staff_number = excluded.staff_number, role = excluded.role, team = excluded.team, "
               "password_hash = excluded.password_hash, active = excluded.active")
        .bind(user.id, user.name, user.display_name, user.staff_number, user.role, user.team, user.password_hash, user.active)
        .run();
}

void put_session(Connection& connection, const std::string& hash, const std::string& user, Time expires, Time now) {
    connection.query("DELETE FROM sessions WHERE expires <= ?").bind(now).run();
    connection.query("INSERT OR REPLACE INTO sessions VALUES (?, ?, ?)").bind(hash, user, expires).run();
}

std::optional<User> session_user(Connection& connection, const std::string& hash, Time now) {
    auto query = connection.query(users_where("JOIN sessions s ON s.user = u.id WHERE s.hash = ? AND s.expires > ? AND u.active = 1"));
    return first_user(query.bind(hash, now));
}

void drop_session(Connection& connection, const std::string& hash) {
    connection.query("DELETE FROM sessions WHERE hash = ?").bind(hash).run();
}

void drop_sessions_of(Connection& connection, const std::string& user) {
    connection.query("DELETE FROM sessions WHERE user = ?").bind(user).run();
}

}  // namespace storage::access
