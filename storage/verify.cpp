#include "storage/access.hpp"
#include "storage/data_directory.hpp"
#include "storage/journal.hpp"
#include "storage/maintenance.hpp"
#include "storage/migrations.hpp"

namespace storage {

namespace {

constexpr std::uint64_t kRowsPerProgress = 1000;

// The rows of one conversation after another: each needs no more than the row before it in hand.
class ConversationChain {
public:
    // What is wrong with the row after those seen so far; empty when nothing is.
    std::string fault(const JournalRow& row) {
        if (row.conversation != before_.conversation) before_ = JournalRow{0, row.conversation, 0, {}, 0, 0, {}, {}};
        auto reason = fault_after(before_, row);
        before_ = row;
        return reason;
    }

private:
    static std::string fault_after(const JournalRow& before, const JournalRow& row) {
        if (row.version != before.version + 1) return "version " + std::to_string(before.version + 1) + " is missing";
        if (row.hash != row_hash(before.hash, row)) return "the row does not match its hash";
        if (row.position <= before.position) return "an older version has a later position";
        try {
            const auto turn = open_row(row, before.hash);
            const auto& now = turn.conversation;
            if (now.id != row.conversation || now.version != row.version || now.positions != row.entries || now.last_seq != row.seq)
                return "the turn is of another conversation or version";
        } catch (const StoreError& error) {
            return error.what();
        }
        return {};
    }

    JournalRow before_;
};

void note(LogReport& report, LogFault fault) {
    if (!report.fault || fault.position < report.fault->position) report.fault = std::move(fault);
}

std::uint64_t last_position(Connection& connection) {
    auto query = connection.query("SELECT coalesce(max(position), 0) FROM journal");
    query.next();
    return query.count(0);
}

void verify_journal(Connection& connection, LogReport& report, const Progress& progress) {
    const auto all = last_position(connection);
    ConversationChain chain;
    auto query = connection.query(
        "SELECT position, conversation, version, at, entries, seq, hash, body FROM journal ORDER BY conversation, version");
    while (query.next()) {
        const JournalRow row{query.count(0), query.text(1), query.count(2), query.time(3),
                             query.count(4), query.count(5), query.text(6), query.text(7)};
        if (auto reason = chain.fault(row); !reason.empty())
            note(report, {"journal", row.position, row.conversation, row.version, std::move(reason)});
        if (++report.journal_rows % kRowsPerProgress == 0 && progress) progress(report.journal_rows, all);
    }
    if (!report.fault && report.journal_rows != all) note(report, {"journal", all, {}, 0, "rows are missing before this one"});
    if (progress) progress(report.journal_rows, all);
}

void verify_audit(Connection& connection, LogReport& report) {
    access::AuditRow before;
    auto query = connection.query("SELECT id, at, who, what, object, hash FROM audit ORDER BY id");
    while (query.next()) {
        access::AuditRow row{query.count(0), query.time(1), query.text(2), query.text(3), query.text(4), query.text(5)};
        ++report.audit_rows;
        if (row.id != before.id + 1 || row.hash != access::audit_hash(before.hash, row)) {
            report.fault = {"audit", row.id, {}, 0, row.id == before.id + 1 ? "the row does not match its hash" : "rows are missing before this one"};
            return;
        }
        before = std::move(row);
    }
}

}  // namespace

LogReport verify_log(const std::filesystem::path& data_directory, const Progress& progress) {
    try {
        Connection connection(DataDirectory::database_in(data_directory), Connection::Mode::read);
        require_newest_layout(connection);
        LogReport report;
        SQLite::Transaction one_moment(connection.database());  // all reads see the same rows while the desk goes on
        verify_journal(connection, report, progress);
        if (!report.fault) verify_audit(connection, report);
        return report;
    } catch (const SQLite::Exception& error) {
        throw StoreError(error.what());
    }
}

}  // namespace storage
