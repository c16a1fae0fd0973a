// The tables that are folds of the journal, and what is still to be written to them: of each conversation only its last state, however
// many turns led to it. This is the one way a turn gets into the tables, for live running, start-up and rebuild alike; it depends on
// nothing but the turns, their positions and the folds before them. Used by one thread at a time.
#pragma once

#include "storage/codec.hpp"
#include "storage/connection.hpp"
#include "storage/journal.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace storage {

class FoldWindow {
public:
    // Turns in the journal's order, each once.
    void add(std::uint64_t position, std::uint64_t root, const dialog::Turn& turn);
    // What was added, with its position, to the tables; inside the caller's transaction.
    void write(Connection& connection) const;
    void clear();

    bool empty() const { return last_ == 0; }
    std::uint64_t last() const { return last_; }  // position of the last turn added; 0 when empty
    std::size_t turns() const { return turns_; }
    std::size_t conversations() const { return conversations_.size(); }
    // The conversation's last row, when it is among them.
    std::optional<std::uint64_t> last_of(const dialog::ConversationId& id) const;

private:
    struct Conversation {
        std::uint64_t root = 0;
        std::uint64_t last = 0;
        ConversationRow row;
        std::map<std::uint64_t, std::string> places;                        // by chunk, to be appended
        std::map<std::string, std::optional<dialog::Timer>> timers;         // none: dropped
        std::map<std::uint64_t, std::optional<std::string>> jobs;           // packed; none: finished
    };
    struct ChangedTicket {
        std::uint64_t opened = 0;  // position of the first turn of the window that has it
        tickets::Ticket ticket;
    };
    template <class Effect>
    struct Happened {
        std::uint64_t position = 0;
        std::size_t line = 0;      // place among the effects of the turn
        Effect effect;
    };
    struct AddEffect;
    void write(Connection& connection, const Conversation& conversation) const;
    void write_tickets(Connection& connection) const;

    std::unordered_map<dialog::ConversationId, Conversation> conversations_;
    std::map<std::string, ChangedTicket> tickets_;
    std::vector<Happened<tickets::LogLine>> lines_;
    std::vector<Happened<dialog::IdentityTried>> tries_;
    std::vector<Happened<dialog::ClassCorrected>> corrections_;
    std::uint64_t last_ = 0;
    std::size_t turns_ = 0;
};

// Up to which row of the journal the folds are made. Set in the transaction that writes the rows.
std::uint64_t folded_position(Connection& connection);

// Empties all folds and sets the position back to 0, inside the caller's transaction.
void drop_folds(Connection& connection);

}  // namespace storage
