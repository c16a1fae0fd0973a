#include "storage/access.hpp"

namespace storage::access {

std::optional<Token> token(Connection& connection, const std::string& hash) {
    auto query = connection.query("SELECT id, conversation, used FROM tokens WHERE hash = ?");
    if (!query.bind(hash).next()) return std::nullopt;
    return Token{query.number(0), query.text(1), query.number(2) != 0};
}

void put_token(Connection& connection, const std::string& hash, const dialog::ConversationId& id, Time now) {
    connection.query("INSERT INTO tokens (hash, conversation, at) VALUES (?, ?, ?)").bind(hash, id, now).run();
    connection
        .query("DELETE FROM tokens WHERE conversation = ?1 AND used = 0 AND id NOT IN "
               "(SELECT id FROM tokens WHERE conversation = ?1 AND used = 0 ORDER BY id DESC LIMIT ?2)")
        .bind(id, kMaxUnusedTokens)
        .run();
}

void use_token(Connection& connection, const Token& token) {
    connection.query("UPDATE tokens SET used = 1 WHERE id = ?").bind(token.id).run();
    connection.query("DELETE FROM tokens WHERE conversation = ? AND id < ?").bind(token.conversation, token.id).run();
}

}  // namespace storage::access
