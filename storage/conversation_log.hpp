// One conversation as the journal has it: its last state, its entries, what was answered to its messages. The folds say where the rows
// are; the rows that are not folded yet are found from the last one backwards.
#pragma once

#include "storage/codec.hpp"
#include "storage/connection.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace storage {

class ConversationLog {
public:
    // Reads one moment of the database while it lives. `unfolded`: the last row of the conversation, when the folds may not know it.
    ConversationLog(Connection& connection, const dialog::ConversationId& id, std::optional<std::uint64_t> unfolded);

    std::optional<dialog::Conversation> conversation() const;  // none when there is none
    // As Store has them.
    std::vector<dialog::Entry> entries(std::uint64_t after, std::size_t limit) const;
    std::vector<dialog::Entry> visible_entries(dialog::Seq after, std::size_t limit) const;
    std::vector<CidRow> cids() const;

private:
    std::vector<TurnPlace> places() const;
    // Entries that are `wanted`, of the turns that may have some.
    std::vector<dialog::Entry> entries_of(const std::function<bool(const TurnPlace&)>& has_some,
                                          const std::function<bool(const dialog::Entry&)>& wanted, std::size_t limit) const;

    Connection& connection_;
    mutable SQLite::Transaction one_moment_;
    std::uint64_t root_ = 0;
    std::uint64_t folded_ = 0;  // position of the last row that the folds know
    std::uint64_t last_ = 0;    // of the last row there is; 0: no such conversation
};

}  // namespace storage
