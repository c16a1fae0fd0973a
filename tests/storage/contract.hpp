// What every backend must do, run through the abstract store alone. A backend registers with INSTANTIATE_TEST_SUITE_P(..., StoreContract, ...).
#pragma once

#include "storage/store.hpp"
#include "tests/storage/talk.hpp"

#include <functional>
#include <gmock/gmock.h>
#include <memory>
#include <string>

namespace storage::support {

// An installation of one backend: its data outlives the stores that are opened on it.
class Installation {
public:
    virtual ~Installation() = default;
    // Prefix WX, days of UTC, `now` as its clock.
    virtual std::unique_ptr<Store> open(std::function<Time()> now) = 0;
};

struct Backend {
    std::string name;
    std::function<std::unique_ptr<Installation>()> install;
};

// Commits and waits for the report.
Commit commit(Store& store, dialog::Turn turn);
// The same for the talk's next turn; the talk goes on from what was committed.
Commit commit(Store& store, Talk& talk);

std::vector<std::string> texts(const std::vector<dialog::Entry>& entries);

class StoreContract : public testing::TestWithParam<Backend> {
protected:
    StoreContract() : installation(GetParam().install()) { restart(); }

    void restart() {
        store.reset();
        store = installation->open([this] { return now; });
    }
    CommitStatus status_of(Talk& talk) { return commit(*store, talk).status; }
    // Commits the talk's turn, which must succeed; the turn as committed.
    dialog::Turn committed(Talk& talk) {
        auto report = commit(*store, talk);
        EXPECT_EQ(report.status, CommitStatus::committed) << report.fault;
        return std::move(report.turn);
    }

    Time now = kNoon;
    std::unique_ptr<Installation> installation;
    std::unique_ptr<Store> store;
};

}  // namespace storage::support

namespace storage {

inline void PrintTo(CommitStatus status, std::ostream* out) {
    constexpr const char* kNames[] = {"committed", "conflict", "duplicate", "overloaded", "invalid"};
    *out << kNames[static_cast<int>(status)];
}

}  // namespace storage
