// The store's tables in memory: the same folds of the journal as storage/folds.cpp makes, and the same reads. Thread rule: one thread.
#pragma once

#include "storage/store.hpp"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace simulation {

using dialog::ConversationId;

class MemoryFolds {
public:
    void apply(const dialog::Turn& turn);  // the next one of the journal
    std::size_t position() const { return position_; }

    std::vector<dialog::Entry> visible_entries(const ConversationId& id, dialog::Seq after, std::size_t limit) const;
    std::vector<dialog::Entry> entries(const ConversationId& id, std::uint64_t after, std::size_t limit) const;
    std::vector<storage::CidRow> cids(const ConversationId& id) const;
    std::vector<storage::ConversationRow> conversations(const std::string& holder, const std::string& agent, std::size_t limit) const;
    std::optional<storage::ConversationRow> conversation_row(const ConversationId& id) const;
    std::vector<storage::TimerRow> timers() const;
    std::vector<storage::JobRow> jobs() const;
    std::optional<tickets::Ticket> ticket(const std::string& number) const;
    // `names`: of customers, by id, for finding a text.
    std::vector<tickets::Ticket> tickets(const storage::TicketFilter& filter, const std::map<std::string, std::string>& names) const;
    std::vector<tickets::LogLine> ticket_log(const std::string& number) const;
    int failed_tries(const std::string& identity, const std::string& visitor, storage::Time since) const;

private:
    void apply_row(const dialog::Turn& turn);
    void apply_effect(const ConversationId& id, const dialog::Effect& effect);

    std::size_t position_ = 0;
    std::map<ConversationId, storage::ConversationRow> rows_;
    std::map<ConversationId, std::vector<dialog::Entry>> entries_;
    std::map<std::pair<ConversationId, std::string>, storage::TimerRow> timers_;
    std::map<std::pair<ConversationId, std::uint64_t>, storage::JobRow> jobs_;
    std::vector<tickets::Ticket> tickets_;  // in the order of opening
    std::map<std::string, std::vector<tickets::LogLine>> ticket_logs_;
    std::vector<dialog::IdentityTried> tries_;
};

}  // namespace simulation
