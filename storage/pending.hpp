// What waits for the writer: a turn, or a direct write to the tables that are no folds.
#pragma once

#include "storage/codec.hpp"
#include "storage/connection.hpp"

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace storage {

struct PendingTurn {
    Commit commit;                       // the turn, and what becomes of it
    TurnBytes bytes;                     // encode(turn), made by the thread that commits
    Store::Done done;
    std::uint64_t position = 0;          // these two in the journal, once committed
    std::uint64_t root = 0;
};

using Refusal = std::optional<std::string>;  // why nothing of a direct write was kept; as text, for it goes to another thread

struct PendingWrite {
    std::function<void(Connection&)> work;
    std::promise<Refusal> finished;
    Refusal refusal;
};

using Pending = std::variant<std::unique_ptr<PendingTurn>, std::unique_ptr<PendingWrite>>;  // never null

}  // namespace storage
