// `fill_store --config DIR --data DIR --conversations N`: a store with N conversations, written through the store's own commit. Nine in ten greeted and
// left; every tenth told a fault, was verified, opened a ticket and said goodbye; the last hundredth stand open with their timers. Prints tokens
// of some, spread over all, one a line, for `load --resume`.
#include "config/load.hpp"
#include "server/keys.hpp"
#include "server/opening.hpp"
#include "tests/bench/play.hpp"
#include "tests/bench/script.hpp"

#include <CLI/CLI.hpp>
#include <condition_variable>
#include <iostream>
#include <mutex>

namespace {

constexpr std::size_t kWave = 10'000;  // conversations that go on together, so that the writer has full batches

using bench::Turns;

struct Stored {
    std::string id;
    const Turns* turns = nullptr;
    std::string ticket;
};

// Commits each conversation's turn `step` and waits for all of them.
void commit_step(storage::Store& store, std::vector<Stored>& wave, std::size_t step) {
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t waiting = 0, failed = 0;
    for (Stored& each : wave) {
        if (step >= each.turns->size()) continue;
        const auto done = [&](storage::Commit&& commit) {
            const std::lock_guard lock(mutex);
            if (commit.status != storage::CommitStatus::committed) ++failed;
            else if (!commit.turn.conversation.tickets.empty()) each.ticket = commit.turn.conversation.tickets.back().number;
            if (--waiting == 0) changed.notify_one();
        };
        {
            const std::lock_guard lock(mutex);
            ++waiting;
        }
        store.commit(bench::moved((*each.turns)[step], each.id, each.ticket), done);
    }
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return waiting == 0; });
    if (failed > 0) throw std::runtime_error(std::to_string(failed) + " turns were not committed");
}

struct Kinds {
    Turns left, told, open;
};

Kinds kinds(const dialog::Desk& desk) {
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    std::vector<std::string> told;
    for (std::size_t turn = 1; turn <= bench::kTurns; ++turn) told.push_back(bench::message(1, turn));
    return {bench::played(desk, {"再见"}, now), bench::played(desk, told, now), bench::played(desk, {told[0]}, now)};
}

void fill(storage::Store& store, const Kinds& kinds, std::size_t conversations, std::size_t tokens) {
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const std::size_t stride = std::max<std::size_t>(1, conversations / std::max<std::size_t>(1, tokens));
    for (std::size_t begin = 0; begin < conversations; begin += kWave) {
        std::vector<Stored> wave;
        for (std::size_t i = begin; i < std::min(begin + kWave, conversations); ++i) {
            const bool open = i >= conversations - conversations / 100;
            wave.push_back({server::random_conversation_id(), open ? &kinds.open : i % 10 == 0 ? &kinds.told : &kinds.left, {}});
        }
        for (std::size_t step = 0; step < kinds.told.size(); ++step) commit_step(store, wave, step);
        for (std::size_t i = 0; i < wave.size(); ++i) {
            if ((begin + i) % stride != 0) continue;
            const std::string token = server::random_token();
            store.put_token(server::token_hash(token), wave[i].id, now);
            std::cout << token << "\n";
        }
        std::cerr << "\r" << begin + wave.size() << " conversations" << std::flush;
    }
    std::cerr << "\n";
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Fills a store with conversations", "fill_store"};
    std::string configuration, data;
    std::size_t conversations = 1'000'000;
    std::size_t tokens = 200;
    app.add_option("--config", configuration)->required();
    app.add_option("--data", data)->required();
    app.add_option("--conversations", conversations)->capture_default_str();
    app.add_option("--tokens", tokens, "How many are printed, about")->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    try {
        config::Problems problems;
        const std::shared_ptr<const config::Loaded> loaded = config::load(configuration, problems);
        if (!loaded) throw std::runtime_error(config::to_string(problems.at(0)));
        const auto store = storage::open_sqlite(server::store_options(data, loaded));
        fill(*store, kinds(loaded->desk), conversations, tokens);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "fill_store: " << error.what() << "\n";
        return 1;
    }
}
