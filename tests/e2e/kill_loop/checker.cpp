#include "tests/e2e/kill_loop/checker.hpp"

#include "storage/journal.hpp"
#include "storage/maintenance.hpp"
#include "storage/sqlite_store.hpp"

#include <algorithm>
#include <chrono>

namespace kill_loop {
namespace {

using storage::Time;
using Holder = dialog::Holder::Kind;

constexpr std::chrono::seconds kLateTimer{3};

Time now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

// One conversation as the journal tells it.
struct Told {
    dialog::Conversation last;
    std::vector<dialog::Entry> entries;
    std::size_t claims = 0;        // turns that gave it to an agent
};

class Examination {
public:
    Examination(Oracle& oracle, const std::filesystem::path& data) : oracle_(oracle), data_(data) {}
    Stored run();

private:
    void read_journal();
    void take(const dialog::Turn& turn);
    void take_ticket(const tickets::Ticket& ticket);
    void compare_with_clients(const std::string& id, const Witnessed& witnessed);
    void compare_message(const std::string& id, Side side, const std::string& cid, const Said& said, const std::vector<dialog::Entry>& entries);
    void compare_with_tables(storage::Store& store);
    void compare_queue(storage::Store& store);
    void compare_timers(storage::Store& store);
    void examine_files();
    void violation(const std::string& what) { oracle_.violation(what); }

    Oracle& oracle_;
    const std::filesystem::path data_;
    std::map<std::string, Told> told_;
    std::set<std::string> numbers_;
    std::map<std::string, unsigned long> last_serial_;  // by prefix and day
    Stored stored_;
};

std::filesystem::path database_in(const std::filesystem::path& data) { return data / "frontdesk.db"; }

storage::SqliteOptions options_for(const std::filesystem::path& data) {
    storage::SqliteOptions options;
    options.data_directory = data;
    return options;
}

// Every row of every table as text, in an order of its own.
std::map<std::string, std::vector<std::string>> dump(const std::filesystem::path& data) {
    SQLite::Database file(database_in(data).string(), SQLite::OPEN_READONLY);
    std::map<std::string, std::vector<std::string>> tables;
    SQLite::Statement names(file, "SELECT name FROM sqlite_master WHERE type = 'table'");
    while (names.executeStep()) {
        auto& rows = tables[names.getColumn(0).getString()];
        SQLite::Statement all(file, "SELECT * FROM " + names.getColumn(0).getString());
        while (all.executeStep()) {
            auto& row = rows.emplace_back();
            for (int column = 0; column < all.getColumnCount(); ++column) row += all.getColumn(column).getString() + '|';
        }
        std::sort(rows.begin(), rows.end());
    }
    return tables;
}

Stored Examination::run() {
    {
        const auto store = storage::open_sqlite(options_for(data_));  // recovers as a start does
        read_journal();
        compare_with_tables(*store);
        compare_queue(*store);
        compare_timers(*store);
    }
    for (const auto& [id, witnessed] : oracle_.conversations()) compare_with_clients(id, witnessed);
    examine_files();
    return stored_;
}

void Examination::read_journal() {
    storage::Connection connection(database_in(data_), storage::Connection::Mode::read);
    std::uint64_t position = 0;
    for (auto turns = storage::turns_after(connection, position, storage::kMaxPage); !turns.empty();
         turns = storage::turns_after(connection, position, storage::kMaxPage)) {
        for (const auto& each : turns) {
            if (each.position != ++position) violation("gap: the journal has no position " + std::to_string(position));
            take(each.turn);
        }
    }
    stored_.turns = position;
}

void Examination::take(const dialog::Turn& turn) {
    auto& told = told_[turn.conversation.id];
    const auto& id = turn.conversation.id;
    if (turn.conversation.version != told.last.version + 1) violation("gap: " + id + " has no version " + std::to_string(told.last.version + 1));
    const auto& holder = turn.conversation.holder;
    if (holder.kind == Holder::agent && told.last.holder.kind != Holder::agent) ++told.claims;
    if (holder.kind == Holder::agent && told.last.holder.kind == Holder::agent && holder.agent != told.last.holder.agent)
        violation("two winners: " + id + " went from " + told.last.holder.agent + " to " + holder.agent);
    for (const auto& entry : turn.entries) {
        const auto* before = told.entries.empty() ? nullptr : &told.entries.back();
        const auto seq = (before ? before->seq : 0) + (entry.kind == dialog::EntryKind::message ? 1 : 0);
        if (entry.position != told.entries.size() + 1 || entry.seq != seq) violation("gap: " + id + " position " + std::to_string(entry.position));
        told.entries.push_back(entry);
    }
    const auto known = told.last.tickets.size();
    for (auto at = known; at < turn.conversation.tickets.size(); ++at) take_ticket(turn.conversation.tickets[at]);
    told.last = turn.conversation;
}

void Examination::take_ticket(const tickets::Ticket& ticket) {
    ++stored_.tickets;
    if (!numbers_.insert(ticket.number).second) violation("ticket twice: " + ticket.number);
    constexpr std::size_t kPrefixAndDay = 10;
    const auto serial = std::stoul(ticket.number.substr(kPrefixAndDay));
    auto& last = last_serial_[ticket.number.substr(0, kPrefixAndDay)];
    if (serial <= last) violation("ticket twice: " + ticket.number + " comes after serial " + std::to_string(last));
    last = serial;
}

void Examination::compare_message(const std::string& id, Side side, const std::string& cid, const Said& said, const std::vector<dialog::Entry>& entries) {
    const auto from = side == Side::customer ? dialog::From::customer : dialog::From::agent;
    std::vector<const dialog::Entry*> found;
    for (const auto& entry : entries)
        if (entry.cid == cid && entry.from == from) found.push_back(&entry);
    const auto name = id + " " + cid;
    if (found.size() > 1) violation("doubled: " + name + " is there " + std::to_string(found.size()) + " times");
    if (said.acknowledged && said.is_entry && found.empty()) violation("lost: " + name + " was acknowledged");
    if (said.refused && !found.empty()) violation("doubled: " + name + " was refused and is there");
    if (found.empty()) return;
    if (found.front()->text != said.text) violation("changed: " + name + " is \"" + found.front()->text + "\", was \"" + said.text + "\"");
    if (side == Side::customer && said.acknowledged && found.front()->seq != said.seq)
        violation("changed: " + name + " is entry " + std::to_string(found.front()->seq) + ", was acknowledged as " + std::to_string(said.seq));
}

void Examination::compare_with_clients(const std::string& id, const Witnessed& witnessed) {
    const auto it = told_.find(id);
    if (it == told_.end()) {
        if (witnessed.has_customer) violation("lost: " + id + " was welcomed and is not there");
        return;
    }
    const auto& entries = it->second.entries;
    for (const auto& [key, said] : witnessed.said) compare_message(id, key.first, key.second, said, entries);
    for (const auto& entry : entries) {
        if (entry.cid.empty() || !witnessed.has_customer) continue;
        const auto side = entry.from == dialog::From::customer ? Side::customer : Side::agent;
        if (!witnessed.said.contains({side, entry.cid})) violation("invented: " + id + " " + entry.cid + " was never sent");
    }
    std::vector<const dialog::Entry*> visible;
    for (const auto& entry : entries)
        if (entry.kind == dialog::EntryKind::message) visible.push_back(&entry);
    if (witnessed.seen.size() > visible.size()) violation("lost: " + id + " showed " + std::to_string(witnessed.seen.size()) + " entries, has " + std::to_string(visible.size()));
    for (std::size_t at = 0; at < std::min(witnessed.seen.size(), visible.size()); ++at) {
        const auto& seen = witnessed.seen[at];
        if (seen.from != dialog::name(visible[at]->from) || seen.text != visible[at]->text || seen.cid != (visible[at]->from == dialog::From::customer ? visible[at]->cid : ""))
            violation("changed: " + id + " entry " + std::to_string(at + 1) + " is not what its customer saw");
    }
    if (witnessed.claims.size() > it->second.claims)
        violation("two winners: " + id + " went to an agent " + std::to_string(it->second.claims) + " times, " + std::to_string(witnessed.claims.size()) + " claims were acknowledged");
}

void Examination::compare_with_tables(storage::Store& store) {
    for (const auto& [id, told] : told_) {
        std::vector<dialog::Entry> entries;
        for (auto page = store.entries(id, 0, storage::kMaxPage); !page.empty(); page = store.entries(id, entries.size(), storage::kMaxPage))
            entries.insert(entries.end(), page.begin(), page.end());
        if (entries != told.entries) violation("tables: the entries of " + id + " are not those of the journal");
        if (store.conversation(id) != told.last) violation("tables: " + id + " is not as its last turn left it");
        for (const auto& ticket : told.last.tickets) {
            const auto stored = store.ticket(ticket.number);
            if (!stored || stored->conversation != id) violation("ticket twice: " + ticket.number + " is not the ticket of " + id);
        }
    }
}

void Examination::compare_queue(storage::Store& store) {
    std::set<std::string> waiting;
    for (const auto& [id, told] : told_)
        if (told.last.holder.kind == Holder::queue) waiting.insert(id);
    for (const auto& row : store.conversations("queue", "", told_.size() + 1)) {
        if (!waiting.contains(row.id)) violation("queue: " + row.id + " is in the queue and does not wait");
        if (!stored_.queue.insert(row.id).second) violation("queue: " + row.id + " is in the queue twice");
    }
    for (const auto& id : waiting)
        if (!stored_.queue.contains(id)) violation("queue: " + id + " waits and is not in the queue");
}

void Examination::compare_timers(storage::Store& store) {
    std::map<std::string, std::map<std::string, dialog::Timer>> timers;
    for (const auto& row : store.timers()) {
        timers[row.conversation][row.name] = {row.due, row.generation};
        if (row.due < now() - kLateTimer) ++stored_.unfinished;
    }
    std::map<std::string, std::set<std::uint64_t>> jobs;
    for (const auto& row : store.jobs()) {
        jobs[row.conversation].insert(row.job.id);
        ++stored_.unfinished;
    }
    for (const auto& [id, told] : told_) {
        if (timers[id] != told.last.timers) violation("timers: those of " + id + " are not those of its state");
        std::set<std::uint64_t> known;
        for (const auto& [job, pending] : told.last.jobs) known.insert(job);
        if (jobs[id] != known) violation("lookups: those of " + id + " are not those of its state");
    }
}

void Examination::examine_files() {
    const auto report = storage::verify_log(data_);
    if (report.fault) violation("verify-log: " + report.fault->table + " " + std::to_string(report.fault->position) + ": " + report.fault->reason);
    {
        storage::Connection connection(database_in(data_), storage::Connection::Mode::read);
        const auto integrity = connection.database().execAndGet("PRAGMA integrity_check").getString();
        if (integrity != "ok") violation("integrity: " + integrity);
    }
    const auto live = dump(data_);
    storage::rebuild(options_for(data_));
    const auto rebuilt = dump(data_);
    for (const auto& [table, rows] : live)
        if (rebuilt.at(table) != rows) violation("rebuild: the table " + table + " comes out otherwise");
}

}  // namespace

Stored check(Oracle& oracle, const std::filesystem::path& data, const std::filesystem::path& scratch) {
    std::filesystem::remove_all(scratch);
    std::filesystem::copy(data, scratch, std::filesystem::copy_options::recursive);
    const auto stored = Examination(oracle, scratch).run();
    std::filesystem::remove_all(scratch);
    return stored;
}

}  // namespace kill_loop
