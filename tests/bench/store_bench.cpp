// `store_bench --config DIR --data DIR --in-flight N --turns T`: the store alone. N conversations at a time, each the intake of
// tests/bench/script.hpp, hand in their next turn when the one before is reported, as a lane does: together, after each batch. Prints turns
// a second, bytes written per turn, how long it takes to open the store again and to come back to a conversation, and the median fdatasync.
#include "config/load.hpp"
#include "storage/digest.hpp"
#include "storage/sqlite_store.hpp"
#include "tests/bench/play.hpp"
#include "tests/bench/process.hpp"
#include "tests/bench/script.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <unistd.h>

namespace {

constexpr std::uint64_t kResumes = 200;

std::string id_of(std::uint64_t conversation) { return storage::content_hash("conversation " + std::to_string(conversation)); }  // as long as a real one

struct Talking {
    std::string id;
    std::string ticket;
    std::size_t next = 0;
};

// What one lane does: hands in turns, hears of them after each batch.
class Lane {
public:
    Lane(storage::Store& store, const bench::Turns& turns, std::size_t in_flight, std::uint64_t first) : store_(store), turns_(turns), talking_(in_flight), conversations_(first) {
        store_.after_batch([this] {
            const std::lock_guard lock(mutex_);
            reported_.insert(reported_.end(), batch_.begin(), batch_.end());
            batch_.clear();
            changed_.notify_one();
        });
    }
    ~Lane() { store_.after_batch({}); }

    void run(std::size_t count) {
        std::size_t begun = 0;
        for (std::size_t i = 0; i < talking_.size() && begun < count; ++i, ++begun) commit(i);
        for (std::size_t done = 0; done < count;) {
            std::vector<std::size_t> now;
            {
                std::unique_lock lock(mutex_);
                changed_.wait(lock, [&] { return !reported_.empty(); });
                now.swap(reported_);
            }
            done += now.size();
            for (const auto i : now)
                if (begun < count) commit(i), ++begun;
        }
    }

    std::uint64_t conversations() const { return conversations_; }  // number of the last one begun

private:
    void commit(std::size_t i) {
        auto& talk = talking_[i];
        if (talk.next == turns_.size()) talk = {};
        if (talk.next == 0) talk.id = id_of(++conversations_);
        store_.commit(bench::moved(turns_[talk.next++], talk.id, talk.ticket), [this, i](storage::Commit&& commit) {
            if (commit.status != storage::CommitStatus::committed) std::abort();
            const auto& tickets = commit.turn.conversation.tickets;
            if (!tickets.empty() && talking_[i].ticket.empty()) talking_[i].ticket = tickets.back().number;
            batch_.push_back(i);
        });
    }

    storage::Store& store_;
    const bench::Turns& turns_;
    std::vector<Talking> talking_;
    std::uint64_t conversations_ = 0;
    std::vector<std::size_t> batch_;  // the writer's thread
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::size_t> reported_;
};

std::uint64_t bytes_written() { return bench::usage_of(::getpid()).written_bytes; }

// How many conversations were begun.
std::uint64_t measure(storage::Store& store, const bench::Turns& turns, std::size_t in_flight, std::size_t count) {
    Lane lane(store, turns, in_flight, in_flight << 32);  // conversations of its own
    const auto written = bytes_written();
    const auto begun = std::chrono::steady_clock::now();
    lane.run(count);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    std::cout << "in flight " << in_flight << ": " << static_cast<std::size_t>(static_cast<double>(count) / took.count()) << " turns/s, "
              << (bytes_written() - written) / count << " bytes written per turn, " << took.count() * 1e6 / static_cast<double>(count) << " us per turn\n";
    return lane.conversations() - (in_flight << 32);
}

double milliseconds_since(std::chrono::steady_clock::time_point begun) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
}

// Opens the store and comes back to conversations all over it, as a resume does: the state, and the log from its first entry on.
void come_back(const std::string& data, std::uint64_t first, std::uint64_t conversations) {
    const auto opening = std::chrono::steady_clock::now();
    const auto store = storage::open_sqlite({.data_directory = data});
    const double opened = milliseconds_since(opening);
    std::vector<double> took;
    for (std::uint64_t i = 0; i < kResumes; ++i) {
        const auto id = id_of(first + 1 + i * conversations / kResumes);
        const auto begun = std::chrono::steady_clock::now();
        if (!store->conversation(id) || store->visible_entries(id, 0, storage::kMaxPage).empty()) throw std::runtime_error("no conversation " + id);
        took.push_back(milliseconds_since(begun));
    }
    std::sort(took.begin(), took.end());
    const auto stored = static_cast<double>(std::filesystem::file_size(std::filesystem::path(data) / "frontdesk.db"));
    std::cout << "opened in " << opened << " ms; resume " << took[took.size() / 2] << " ms (median), " << took.back() << " ms (longest of " << took.size()
              << "); database " << stored / 1e6 << " MB\n";
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Commits turns as fast as the store takes them", "store_bench"};
    std::string configuration, data;
    std::vector<std::size_t> in_flight{1, 256, 1000};
    std::size_t turns = 100'000;
    app.add_option("--config", configuration)->required();
    app.add_option("--data", data)->required();
    app.add_option("--in-flight", in_flight)->capture_default_str();
    app.add_option("--turns", turns, "Per figure; of one in flight a fiftieth")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        config::Problems problems;
        const std::shared_ptr<const config::Loaded> loaded = config::load(configuration, problems);
        if (!loaded) throw std::runtime_error(config::to_string(problems.at(0)));
        std::vector<std::string> told;
        for (std::size_t turn = 1; turn <= bench::kTurns; ++turn) told.push_back(bench::message(1, turn));
        const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
        const auto intake = bench::played(loaded->desk, told, now);
        std::uint64_t begun = 0;
        {
            const auto store = storage::open_sqlite({.data_directory = data});
            for (const auto each : in_flight) begun = measure(*store, intake, each, each == 1 ? turns / 50 : turns);
        }
        come_back(data, in_flight.back() << 32, begun);
        std::cout << "fdatasync of 4 KiB: " << std::chrono::duration<double, std::micro>(bench::median_fdatasync(data)).count() << " us (median)\n";
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "store_bench: " << error.what() << "\n";
        return 1;
    }
}
