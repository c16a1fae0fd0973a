#include "storage/sqlite_store.hpp"

#include "storage/access.hpp"
#include "storage/conversation_log.hpp"
#include "storage/data_directory.hpp"
#include "storage/journal.hpp"
#include "storage/log_queries.hpp"
#include "storage/numbering.hpp"
#include "storage/readers.hpp"
#include "storage/records.hpp"
#include "storage/ticket_queries.hpp"
#include "storage/writer.hpp"

namespace storage {

namespace {

using dialog::ConversationId;

class SqliteStore final : public Store {
    template <class Work>
    auto read_folds(Work&& work) {
        writer_.wait_for_folds();
        return readers_.read(std::forward<Work>(work));
    }
    template <class Work>
    auto read_log(const ConversationId& id, Work&& work) {
        const auto unfolded = writer_.unfolded(id);  // before the read begins: what is folded meanwhile it finds in the folds
        return readers_.read([&](Connection& connection) { return work(ConversationLog(connection, id, unfolded)); });
    }

public:
    explicit SqliteStore(SqliteOptions options)
        : directory_(options.data_directory),
          secret_(directory_.secret()),
          numbering_(numbering_of(options)),
          writer_(std::make_unique<Ledger>(directory_.database(), directory_.copies(), numbering_)),
          readers_(directory_.database()) {}

    void commit(dialog::Turn&& turn, Done done) override { writer_.commit(std::move(turn), std::move(done)); }
    void after_batch(std::function<void()> run) override { writer_.after_batch(std::move(run)); }

    // A conversation and its log are read from the journal: no fold to wait for.
    std::optional<dialog::Conversation> conversation(const ConversationId& id) override {
        return read_log(id, [](const ConversationLog& log) { return log.conversation(); });
    }

    std::vector<dialog::Entry> visible_entries(const ConversationId& id, dialog::Seq after, std::size_t limit) override {
        return read_log(id, [&](const ConversationLog& log) { return log.visible_entries(after, limit); });
    }
    std::vector<dialog::Entry> entries(const ConversationId& id, std::uint64_t after, std::size_t limit) override {
        return read_log(id, [&](const ConversationLog& log) { return log.entries(after, limit); });
    }
    std::vector<CidRow> cids(const ConversationId& id) override {
        return read_log(id, [](const ConversationLog& log) { return log.cids(); });
    }
    std::vector<ConversationRow> conversations(const std::string& holder, const std::string& agent, std::size_t limit) override {
        return read_folds([&](Connection& connection) { return queries::conversations(connection, holder, agent, limit); });
    }
    std::optional<ConversationRow> conversation_row(const ConversationId& id) override {
        return read_folds([&](Connection& connection) { return queries::conversation_row(connection, id); });
    }
    std::vector<TimerRow> timers() override {
        return read_folds([](Connection& connection) { return queries::timers(connection); });
    }
    std::vector<JobRow> jobs() override {
        return read_folds([](Connection& connection) { return queries::jobs(connection); });
    }
    std::optional<tickets::Ticket> ticket(const std::string& number) override {
        return read_folds([&](Connection& connection) { return queries::ticket(connection, number); });
    }
    std::vector<tickets::Ticket> tickets(const TicketFilter& filter) override {
        return read_folds([&](Connection& connection) { return queries::tickets(connection, filter); });
    }
    std::vector<tickets::LogLine> ticket_log(const std::string& number) override {
        return read_folds([&](Connection& connection) { return queries::ticket_log(connection, number); });
    }
    int failed_tries(const std::string& identity, const std::string& visitor, Time since) override {
        return read_folds([&](Connection& connection) { return queries::failed_tries(connection, identity, visitor, since); });
    }

    std::optional<OrderRow> order(const std::string& order_no) override {
        return readers_.read([&](Connection& connection) { return records::order(connection, order_no); });
    }
    std::vector<OrderRow> orders_of(const std::string& customer) override {
        return readers_.read([&](Connection& connection) { return records::orders_of(connection, customer); });
    }
    std::optional<CustomerRow> customer(const std::string& id) override {
        return readers_.read([&](Connection& connection) { return records::customer(connection, id); });
    }
    void import(const std::vector<CustomerRow>& customers, const std::vector<OrderRow>& orders) override {
        writer_.write([&](Connection& connection) { records::import(connection, customers, orders); });
    }

    void put_token(const std::string& token_hash, const ConversationId& id, Time now) override {
        writer_.write([&](Connection& connection) { access::put_token(connection, token_hash, id, now); });
    }
    std::optional<ConversationId> token_used(const std::string& token_hash) override;

    std::vector<User> users() override {
        return readers_.read([](Connection& connection) { return access::users(connection); });
    }
    std::optional<User> user_named(const std::string& name) override {
        return readers_.read([&](Connection& connection) { return access::user_named(connection, name); });
    }
    std::optional<User> user(const std::string& id) override {
        return readers_.read([&](Connection& connection) { return access::user(connection, id); });
    }
    void put_user(const User& user) override {
        writer_.write([&](Connection& connection) { access::put_user(connection, user); });
    }
    void put_session(const std::string& session_hash, const std::string& user, Time expires) override {
        writer_.write([&](Connection& connection) { access::put_session(connection, session_hash, user, expires, numbering_.now()); });
    }
    std::optional<User> session_user(const std::string& session_hash, Time now) override {
        return readers_.read([&](Connection& connection) { return access::session_user(connection, session_hash, now); });
    }
    void drop_session(const std::string& session_hash) override {
        writer_.write([&](Connection& connection) { access::drop_session(connection, session_hash); });
    }
    void drop_sessions_of(const std::string& user) override {
        writer_.write([&](Connection& connection) { access::drop_sessions_of(connection, user); });
    }
    void audit(Time at, const std::string& who, const std::string& what, const std::string& object) override {
        writer_.write([&](Connection& connection) { access::audit(connection, {0, at, who, what, object, {}}); });
    }

    std::string secret() override { return secret_; }
    bool writable() override { return writer_.writable(); }

private:
    const DataDirectory directory_;
    const std::string secret_;
    const Numbering numbering_;
    Writer writer_;
    Readers readers_;  // closed before the writer, whose last checkpoint they would hold back
};

// Most tokens that come are in use already: they cost a read. Only the first use waits for the disk.
std::optional<ConversationId> SqliteStore::token_used(const std::string& token_hash) {
    auto token = readers_.read([&](Connection& connection) { return access::token(connection, token_hash); });
    if (!token) return std::nullopt;
    if (token->used) return token->conversation;
    writer_.write([&](Connection& connection) {
        token = access::token(connection, token_hash);  // may have been dropped meanwhile
        if (token) access::use_token(connection, *token);
    });
    if (!token) return std::nullopt;
    return token->conversation;
}

}  // namespace

std::unique_ptr<Store> open_sqlite(SqliteOptions options) {
    try {
        return std::make_unique<SqliteStore>(std::move(options));
    } catch (const SQLite::Exception& error) {
        throw StoreError(error.what());
    }
}

}  // namespace storage
