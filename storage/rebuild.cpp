#include "storage/data_directory.hpp"
#include "storage/ledger.hpp"
#include "storage/maintenance.hpp"
#include "storage/numbering.hpp"

namespace storage {

namespace {

void require(Ledger::Outcome outcome) {
    if (outcome == Ledger::Outcome::full) throw StoreError("the disk is full: the tables are made again at the next start");
}

}  // namespace

std::uint64_t rebuild(const SqliteOptions& options, const Progress& progress) {
    try {
        const DataDirectory directory(options.data_directory);
        Ledger ledger(directory.database(), directory.copies(), numbering_of(options));
        require(ledger.drop_folds());
        while (ledger.folded() < ledger.committed()) {
            require(ledger.catch_up_once());
            if (progress) progress(ledger.folded(), ledger.committed());
        }
        return ledger.committed();
    } catch (const SQLite::Exception& error) {
        throw StoreError(error.what());
    }
}

}  // namespace storage
