// Who may come in: users and their sessions, customers' resume tokens, and the audit of what people saw.
#pragma once

#include "storage/connection.hpp"

namespace storage::access {

std::vector<User> users(Connection& connection);
std::optional<User> user_named(Connection& connection, const std::string& name);
std::optional<User> user(Connection& connection, const std::string& id);
void put_user(Connection& connection, const User& user);

// Sessions that have expired at `now` are swept on this way.
void put_session(Connection& connection, const std::string& hash, const std::string& user, Time expires, Time now);
std::optional<User> session_user(Connection& connection, const std::string& hash, Time now);
void drop_session(Connection& connection, const std::string& hash);
void drop_sessions_of(Connection& connection, const std::string& user);

struct Token {
    std::int64_t id = 0;  // ascending in order of issue
    dialog::ConversationId conversation;
    bool used = false;
};
std::optional<Token> token(Connection& connection, const std::string& hash);
void put_token(Connection& connection, const std::string& hash, const dialog::ConversationId& id, Time now);
void use_token(Connection& connection, const Token& token);  // drops the ones before it

// The hash that an audit row must carry after a row with `hash_before`, empty for the first.
struct AuditRow {
    std::uint64_t id = 0;
    Time at{};
    std::string who;
    std::string what;
    std::string object;
    std::string hash;
};
std::string audit_hash(const std::string& hash_before, const AuditRow& row);
void audit(Connection& connection, AuditRow row);  // gives it id and hash

}  // namespace storage::access

namespace storage {

// Issued and never used, kept per conversation besides the one in use: a customer whose connection was cut before the new token
// arrived, several times in a row, comes back with any of them.
inline constexpr int kMaxUnusedTokens = 4;

}  // namespace storage
