#include "storage/access.hpp"
#include "storage/data_directory.hpp"
#include "storage/journal.hpp"
#include "storage/maintenance.hpp"
#include "storage/migrations.hpp"

#include <unordered_map>

namespace storage {

namespace {

constexpr std::uint64_t kRowsPerProgress = 1000;

// The rows in the journal's order; of each conversation no more than where its last one is.
class Chains {
public:
    explicit Chains(Connection& connection) : connection_(connection) {}

    // What is wrong with the row after those seen so far; empty when nothing is.
    std::string fault(const JournalRow& row) {
        auto& last = last_[row.root];
        auto reason = fault_after(row, last);
        last = row.position;
        return reason;
    }
    std::string id_of(std::uint64_t root) const {
        auto query = connection_.query("SELECT id FROM conversations WHERE root = ?");
        return query.bind(root).next() ? query.text(0) : std::string{};
    }

private:
    std::string fault_after(const JournalRow& row, std::uint64_t last) {
        std::string hash_before;
        std::uint64_t version_before = 0;
        if (row.before != last || (last == 0 && row.root != row.position)) return "the row before it in its conversation is missing";
        auto query = connection_.query("SELECT version, hash FROM journal WHERE position = ?");
        if (query.bind(row.before).next()) {
            version_before = query.count(0);
            hash_before = query.text(1);
        }
        if (row.version != version_before + 1) return "version " + std::to_string(version_before + 1) + " is missing";
        if (row.hash != row_hash(hash_before, row)) return "the row does not match its hash";
        try {
            const auto now = turn_of(connection_, row).conversation;
            if (now.version != row.version || now.positions != row.entries || now.last_seq != row.seq) return "the turn is of another version";
        } catch (const StoreError& error) {
            return error.what();
        }
        return {};
    }

    Connection& connection_;
    std::unordered_map<std::uint64_t, std::uint64_t> last_;  // by root
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
    Chains chains(connection);
    auto query = connection.query("SELECT position, root, before, version, at, entries, seq, hash, body FROM journal ORDER BY position");
    while (query.next()) {
        const auto row = read_row(query);
        if (auto reason = chains.fault(row); !reason.empty())
            note(report, {"journal", row.position, chains.id_of(row.root), row.version, std::move(reason)});
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
