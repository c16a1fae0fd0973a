// Batches for the ledger and the writer without a store around them.
#pragma once

#include "storage/codec.hpp"
#include "storage/ledger.hpp"
#include "tests/storage/talk.hpp"

#include <filesystem>
#include <memory>
#include <vector>

namespace storage::support {

inline Numbering noon_numbering() {
    return {"WX", [](Time time) { return std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(time)); }, [] { return kNoon; }};
}

inline std::unique_ptr<Ledger> open_ledger(const std::filesystem::path& directory) {
    return std::make_unique<Ledger>(directory / "frontdesk.db", directory / "copies", noon_numbering());
}

inline Pending pending(const dialog::Turn& turn) {
    return std::make_unique<PendingTurn>(Commit{CommitStatus::overloaded, turn, {}}, encode(turn), [](Commit&&) {});
}

inline Pending pending(std::function<void(Connection&)> work) { return std::make_unique<PendingWrite>(std::move(work)); }

template <class... Parts>
std::vector<Pending> batch_of(Parts... parts) {
    std::vector<Pending> batch;
    (batch.push_back(pending(std::move(parts))), ...);
    return batch;
}

inline const PendingTurn& turn_in(const Pending& pending) { return *std::get<std::unique_ptr<PendingTurn>>(pending); }

// The database may grow by so many pages from now on; SQLite says "full" as it does for a full disk.
inline void allow_growth(Connection& connection, int pages) {
    const int now = connection.database().execAndGet("PRAGMA page_count").getInt();
    connection.execute(("PRAGMA max_page_count = " + std::to_string(now + pages)).c_str());
}

}  // namespace storage::support
