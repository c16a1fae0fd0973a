#include "storage/folds.hpp"
#include "storage/listed.hpp"

#include <algorithm>

namespace storage {

// One effect, the `line`-th of the turn at `position`.
struct FoldWindow::AddEffect {
    FoldWindow& window;
    Conversation& conversation;
    std::uint64_t position;
    std::size_t line;

    void operator()(const dialog::ArmTimer& timer) const { conversation.timers[timer.name] = dialog::Timer{timer.due, timer.generation}; }
    void operator()(const dialog::DropTimer& timer) const { conversation.timers[timer.name].reset(); }
    void operator()(const dialog::StartJob& job) const { conversation.jobs[job.id] = encode(job); }
    void operator()(const dialog::FinishJob& job) const { conversation.jobs[job.id].reset(); }
    void operator()(const dialog::TicketChanged& changed) const {
        const auto at = window.tickets_.try_emplace(changed.ticket.number, ChangedTicket{position, {}}).first;
        at->second.ticket = changed.ticket;
        auto log = changed.line;
        if (log.ticket.empty()) log.ticket = changed.ticket.number;
        window.lines_.push_back({position, line, std::move(log)});
    }
    void operator()(const dialog::IdentityTried& tried) const { window.tries_.push_back({position, line, tried}); }
    void operator()(const dialog::ClassCorrected& corrected) const { window.corrections_.push_back({position, line, corrected}); }
};

void FoldWindow::add(std::uint64_t position, std::uint64_t root, const dialog::Turn& turn) {
    const auto& now = turn.conversation;
    auto& conversation = conversations_[now.id];
    auto row = listed(turn);
    if (conversation.last != 0) {
        row.last_at = std::max(row.last_at, conversation.row.last_at);
        if (row.last_text.empty()) row.last_text = std::move(conversation.row.last_text);
    }
    conversation.root = root;
    conversation.last = position;
    conversation.row = std::move(row);

    TurnPlace place{position, now.positions, now.last_seq, {}};
    for (const auto& entry : turn.entries)
        if (!entry.cid.empty()) place.cids.push_back(cid_key(entry));
    append_place(conversation.places[(now.version - 1) / kTurnsPerChunk], root, place);

    for (std::size_t i = 0; i < turn.effects.size(); ++i) std::visit(AddEffect{*this, conversation, position, i}, turn.effects[i]);
    last_ = position;
    ++turns_;
}

void FoldWindow::clear() { *this = FoldWindow{}; }

std::optional<std::uint64_t> FoldWindow::last_of(const dialog::ConversationId& id) const {
    const auto found = conversations_.find(id);
    return found == conversations_.end() ? std::nullopt : std::optional(found->second.last);
}

}  // namespace storage
