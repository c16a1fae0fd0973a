#include "tests/simulation/memory_store.hpp"

#include "storage/access.hpp"
#include "storage/failpoint.hpp"

#include <algorithm>
#include <utility>

namespace simulation {
namespace {

using storage::CommitStatus;
using storage::Failpoint;
using storage::StoreError;

// Of the ticket that the turn opens. Days are UTC.
std::chrono::year_month_day opening_day(const dialog::Turn& turn) {
    for (const auto& effect : turn.effects) {
        const auto* changed = std::get_if<dialog::TicketChanged>(&effect);
        if (changed && changed->ticket.number == dialog::kTicketNumberMark) return std::chrono::floor<std::chrono::days>(changed->ticket.opened_at);
    }
    throw StoreError("the turn opens no ticket");
}

bool dense(const dialog::Turn& turn, const dialog::Conversation* before) {
    std::uint64_t position = before ? before->positions : 0;
    dialog::Seq seq = before ? before->last_seq : 0;
    for (const auto& entry : turn.entries) {
        if (entry.kind == dialog::EntryKind::message) ++seq;
        if (entry.position != ++position || entry.seq != seq) return false;
    }
    return turn.conversation.positions == position && turn.conversation.last_seq == seq;
}

}  // namespace

const dialog::Turn* MemoryDisk::last_turn(const ConversationId& id) const {
    const auto head = heads.find(id);
    return head == heads.end() ? nullptr : &journal[head->second];
}

CommitStatus MemoryDisk::append(dialog::Turn& turn, std::string& fault) {
    const ConversationId id = turn.conversation.id;
    if (!turn.refused.empty()) {
        fault = "refused: " + turn.refused;
        return CommitStatus::invalid;
    }
    std::set<std::tuple<ConversationId, dialog::From, std::string>> own;
    for (const auto& entry : turn.entries) {
        if (entry.cid.empty()) continue;
        if (cids.contains({id, entry.from, entry.cid}) || !own.insert({id, entry.from, entry.cid}).second) return CommitStatus::duplicate;
    }
    const dialog::Turn* last = last_turn(id);
    if (turn.conversation.version != (last ? last->conversation.version : 0) + 1) return CommitStatus::conflict;
    if (!dense(turn, last ? &last->conversation : nullptr)) {
        fault = "entries out of order";
        return CommitStatus::invalid;
    }
    if (dialog::opens_ticket(turn)) {
        const auto day = opening_day(turn);
        dialog::number_ticket(turn, tickets::format_number("WX", day, ++serials[tickets::format_number("", day, 0).substr(0, 8)]));
    }
    cids.insert(own.begin(), own.end());
    heads[id] = journal.size();
    journal.push_back(turn);
    return CommitStatus::committed;
}

MemoryStore::MemoryStore(MemoryDisk& disk, Conditions conditions)
    : disk_(disk), conditions_(std::move(conditions)), reported_(disk.journal.size()) {
    fold_up_to(reported_);
}

MemoryStore::~MemoryStore() {
    if (crashed_) return;
    conditions_.later = [](auto step) { step(); };
    if (!round_.empty()) end();
    else if (!queue_.empty()) begin();
}

bool MemoryStore::crash(bool kept) {
    crashed_ = true;
    const bool unknown = !round_.empty();
    std::string fault;
    if (kept) {
        for (auto& each : round_) disk_.append(each.turn, fault);
    }
    round_.clear();
    queue_.clear();
    return unknown;
}

void MemoryStore::commit(dialog::Turn&& turn, Done done) {
    queue_.push_back({std::move(turn), std::move(done)});
    if (!std::exchange(writing_, true)) conditions_.later([this] { begin(); });
}

void MemoryStore::begin() {
    storage::pass(Failpoint::before_transaction);
    round_ = std::exchange(queue_, {});
    conditions_.later([this] { end(); });
}

// On the disk in one go, or, after a crash, not at all.
void MemoryStore::end() {
    for (const auto& each : round_) conditions_.before_turn(each.turn);
    storage::pass(Failpoint::between_turns);
    storage::pass(Failpoint::before_commit);
    std::vector<Waiting> round = std::exchange(round_, {});
    bool full = false;
    for (auto& each : round) {
        const bool refused = conditions_.is_full();
        full = full || refused;
        each.outcome.status = refused ? CommitStatus::overloaded : disk_.append(each.turn, each.outcome.fault);
    }
    writable_ = !full;
    storage::pass(Failpoint::after_commit);
    report(std::move(round));
}

void MemoryStore::report(std::vector<Waiting> round) {
    reported_ = disk_.journal.size();
    for (auto& each : round) {
        if (each.outcome.status == CommitStatus::committed) each.outcome.turn = std::move(each.turn);
        each.done(std::move(each.outcome));
        storage::pass(Failpoint::between_reports);
    }
    if (after_batch_) after_batch_();
    if (queue_.empty()) writing_ = false;
    else conditions_.later([this] { begin(); });
}

void MemoryStore::touch() {
    conditions_.meanwhile();
    if (conditions_.fails()) throw StoreError("the simulated disk fails");
}

MemoryFolds& MemoryStore::folds() {
    touch();
    fold_up_to(reported_);
    return disk_.folds;
}

void MemoryStore::fold_up_to(std::size_t position) {
    while (disk_.folds.position() < position) {
        disk_.folds.apply(disk_.journal[disk_.folds.position()]);
        storage::pass(Failpoint::in_fold);
    }
}

std::optional<dialog::Conversation> MemoryStore::conversation(const ConversationId& id) {
    touch();
    const dialog::Turn* last = disk_.last_turn(id);
    return last ? std::optional(last->conversation) : std::nullopt;
}

std::vector<tickets::Ticket> MemoryStore::tickets(const storage::TicketFilter& filter) {
    std::map<std::string, std::string> names;
    for (const auto& [id, customer] : disk_.customers) names[id] = customer.name;
    return folds().tickets(filter, names);
}

std::optional<storage::OrderRow> MemoryStore::order(const std::string& order_no) {
    touch();
    const auto it = disk_.orders.find(order_no);
    return it == disk_.orders.end() ? std::nullopt : std::optional(it->second);
}

std::vector<storage::OrderRow> MemoryStore::orders_of(const std::string& customer) {
    touch();
    std::vector<storage::OrderRow> found;
    for (const auto& [number, row] : disk_.orders) {
        if (row.customer == customer) found.push_back(row);
    }
    return found;
}

std::optional<storage::CustomerRow> MemoryStore::customer(const std::string& id) {
    touch();
    const auto it = disk_.customers.find(id);
    return it == disk_.customers.end() ? std::nullopt : std::optional(it->second);
}

void MemoryStore::import(const std::vector<storage::CustomerRow>& customers, const std::vector<storage::OrderRow>& orders) {
    touch();
    for (const auto& each : customers) disk_.customers[each.id] = each;
    for (const auto& each : orders) disk_.orders[each.order.order_no] = each;
}

void MemoryStore::put_token(const std::string& hash, const ConversationId& id, storage::Time) {
    touch();
    disk_.tokens.push_back({hash, id, false});
    auto unused = std::count_if(disk_.tokens.begin(), disk_.tokens.end(), [&](const auto& each) { return each.conversation == id && !each.used; });
    std::erase_if(disk_.tokens, [&](const auto& each) { return each.conversation == id && !each.used && unused-- > storage::kMaxUnusedTokens; });
}

std::optional<ConversationId> MemoryStore::token_used(const std::string& hash) {
    touch();
    const auto it = std::find_if(disk_.tokens.begin(), disk_.tokens.end(), [&](const auto& each) { return each.hash == hash; });
    if (it == disk_.tokens.end()) return std::nullopt;
    it->used = true;
    const ConversationId id = it->conversation;
    bool before = true;
    std::erase_if(disk_.tokens, [&](const auto& each) {
        before = before && each.hash != hash;
        return before && each.conversation == id;
    });
    return id;
}

std::vector<storage::User> MemoryStore::users() {
    touch();
    std::vector<storage::User> all;
    for (const auto& [id, user] : disk_.users) all.push_back(user);
    return all;
}

std::optional<storage::User> MemoryStore::user_named(const std::string& name) {
    touch();
    const auto it = std::find_if(disk_.users.begin(), disk_.users.end(), [&](const auto& each) { return each.second.name == name; });
    return it == disk_.users.end() ? std::nullopt : std::optional(it->second);
}

std::optional<storage::User> MemoryStore::user(const std::string& id) {
    touch();
    const auto it = disk_.users.find(id);
    return it == disk_.users.end() ? std::nullopt : std::optional(it->second);
}

void MemoryStore::put_user(const storage::User& user) {
    const auto taken = user_named(user.name);
    if (taken && taken->id != user.id) throw StoreError("the name is taken");
    disk_.users[user.id] = user;
}

void MemoryStore::put_session(const std::string& hash, const std::string& user, storage::Time expires) {
    touch();
    disk_.sessions[hash] = {user, expires};
}

std::optional<storage::User> MemoryStore::session_user(const std::string& hash, storage::Time now) {
    touch();
    const auto it = disk_.sessions.find(hash);
    if (it == disk_.sessions.end() || it->second.expires <= now) return std::nullopt;
    const auto found = disk_.users.find(it->second.user);
    return found == disk_.users.end() || !found->second.active ? std::nullopt : std::optional(found->second);
}

void MemoryStore::drop_session(const std::string& hash) {
    touch();
    disk_.sessions.erase(hash);
}

void MemoryStore::drop_sessions_of(const std::string& user) {
    touch();
    std::erase_if(disk_.sessions, [&](const auto& each) { return each.second.user == user; });
}

}  // namespace simulation
