#include "storage/migrations.hpp"

#include <array>

namespace storage {

namespace {

// Times are milliseconds since 1970 UTC. What each table is for: docs/storage.md.
constexpr const char* kFirstLayout = R"sql(
CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, at INTEGER NOT NULL);

-- The truth.
CREATE TABLE journal (
    position INTEGER PRIMARY KEY, root INTEGER NOT NULL, before INTEGER NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL,
    entries INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL, body BLOB NOT NULL);
CREATE TABLE ticket_serials (day TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;

-- Folds: can be dropped and made again from the journal.
CREATE TABLE folded (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL);
INSERT INTO folded VALUES (1, 0);
CREATE TABLE conversations (
    root INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, last INTEGER NOT NULL, channel TEXT NOT NULL, locale TEXT NOT NULL,
    holder TEXT NOT NULL, agent TEXT NOT NULL, agent_name TEXT NOT NULL, priority INTEGER NOT NULL, subject TEXT NOT NULL,
    customer_name TEXT NOT NULL, ticket TEXT NOT NULL, queue_reason TEXT NOT NULL, team TEXT NOT NULL, opened_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL, queued_at INTEGER, due INTEGER, last_text TEXT NOT NULL);
CREATE INDEX conversations_live ON conversations (holder, agent) WHERE holder <> 'nobody';
CREATE TABLE turns (root INTEGER NOT NULL, chunk INTEGER NOT NULL, places BLOB NOT NULL, PRIMARY KEY (root, chunk)) WITHOUT ROWID;
CREATE TABLE timers (
    root INTEGER NOT NULL, name TEXT NOT NULL, due INTEGER NOT NULL, generation INTEGER NOT NULL, PRIMARY KEY (root, name)) WITHOUT ROWID;
CREATE TABLE jobs (root INTEGER NOT NULL, id INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (root, id)) WITHOUT ROWID;
CREATE TABLE tickets (
    number TEXT PRIMARY KEY, opened INTEGER NOT NULL, conversation TEXT NOT NULL, customer TEXT NOT NULL, team TEXT NOT NULL,
    status TEXT NOT NULL, summary TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX tickets_opened ON tickets (opened);
CREATE INDEX tickets_customer ON tickets (customer, opened) WHERE customer <> '';
CREATE TABLE ticket_log (
    ticket TEXT NOT NULL, position INTEGER NOT NULL, line INTEGER NOT NULL, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
    detail TEXT NOT NULL, PRIMARY KEY (ticket, position, line)) WITHOUT ROWID;
CREATE TABLE identity_tries (
    position INTEGER NOT NULL, line INTEGER NOT NULL, identity TEXT NOT NULL, visitor TEXT NOT NULL, verified INTEGER NOT NULL,
    at INTEGER NOT NULL, PRIMARY KEY (position, line)) WITHOUT ROWID;
CREATE INDEX identity_tries_identity ON identity_tries (identity, at) WHERE verified = 0;
CREATE INDEX identity_tries_visitor ON identity_tries (visitor, at) WHERE verified = 0;
CREATE TABLE labelled_examples (
    position INTEGER NOT NULL, line INTEGER NOT NULL, ticket TEXT NOT NULL, text TEXT NOT NULL, was TEXT NOT NULL, is_now TEXT NOT NULL,
    agent TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (position, line)) WITHOUT ROWID;

-- Written directly: no folds, not in the journal.
CREATE TABLE customers (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL, tier TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE orders (order_no TEXT PRIMARY KEY, customer TEXT NOT NULL, body BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX orders_customer ON orders (customer);
CREATE TABLE tokens (
    id INTEGER PRIMARY KEY AUTOINCREMENT, hash TEXT NOT NULL UNIQUE, conversation TEXT NOT NULL, at INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0);
CREATE INDEX tokens_conversation ON tokens (conversation, id);
CREATE TABLE users (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL, staff_number TEXT NOT NULL, role TEXT NOT NULL,
    team TEXT NOT NULL, password_hash TEXT NOT NULL, active INTEGER NOT NULL);
CREATE TABLE sessions (hash TEXT PRIMARY KEY, user TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user);
CREATE INDEX sessions_expires ON sessions (expires);
CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, object TEXT NOT NULL, hash BLOB NOT NULL);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

-- What is written and taken back to find out whether the disk has room again.
CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id = 1), filling BLOB NOT NULL);
)sql";

constexpr std::array kMigrations = {
    Migration{1, "first layout", kFirstLayout},
};

}  // namespace

std::span<const Migration> migrations() { return kMigrations; }

}  // namespace storage
