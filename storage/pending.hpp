// What waits for the writer: a turn, or a direct write to the tables that are no folds.
#pragma once

#include "storage/connection.hpp"

#include <functional>
#include <future>
#include <optional>
#include <string>
#include <variant>

namespace storage {

struct PendingTurn {
    dialog::Turn turn;
    std::string body;                    // encode(turn), made by the thread that commits
    Store::Done done;
    CommitStatus status = CommitStatus::overloaded;
    std::string fault;
    std::uint64_t position = 0;          // in the journal, once committed
};

using Refusal = std::optional<std::string>;  // why nothing of a direct write was kept; as text, for it goes to another thread

struct PendingWrite {
    std::function<void(Connection&)> work;
    std::promise<Refusal> finished;
    Refusal refusal;
};

using Pending = std::variant<PendingTurn, PendingWrite>;

}  // namespace storage
