#include "tests/storage/contract.hpp"

#include <future>

namespace storage::support {

Commit commit(Store& store, dialog::Turn turn) {
    std::promise<Commit> report;
    auto arrived = report.get_future();
    store.commit(std::move(turn), [&](Commit commit) { report.set_value(std::move(commit)); });
    return arrived.get();
}

Commit commit(Store& store, Talk& talk) {
    auto report = commit(store, talk.turn());
    if (report.status == CommitStatus::committed)
        talk.became(report.turn.conversation);
    else
        talk.forget();
    return report;
}

std::vector<std::string> texts(const std::vector<dialog::Entry>& entries) {
    std::vector<std::string> all;
    for (const auto& entry : entries) all.push_back(entry.text);
    return all;
}

}  // namespace storage::support
