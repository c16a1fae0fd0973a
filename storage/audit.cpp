#include "storage/access.hpp"
#include "storage/digest.hpp"

namespace storage::access {

std::string audit_hash(const std::string& hash_before, const AuditRow& row) {
    return Digest().add(hash_before).add(row.id).add(static_cast<std::uint64_t>(row.at.time_since_epoch().count())).add(row.who).add(row.what)
        .add(row.object).finish();
}

void audit(Connection& connection, AuditRow row) {
    std::string hash_before;
    row.id = 1;
    {
        auto last = connection.query("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1");
        if (last.next()) {
            row.id = last.count(0) + 1;
            hash_before = last.text(1);
        }
    }
    row.hash = audit_hash(hash_before, row);
    connection.query("INSERT INTO audit (id, at, who, what, object, hash) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(row.id, row.at, row.who, row.what, row.object, Blob{row.hash})
        .run();
}

}  // namespace storage::access
