// What a lost power supply, a failed sync and a write that fails at any place do to what was reported.
#include "tests/storage/bad_disk.hpp"
#include "tests/storage/sqlite_installation.hpp"

#include <atomic>
#include <future>

namespace storage::support {
namespace {

constexpr int kConversations = 5;
constexpr int kTurnsPerSession = 20;
constexpr int kSessions = 3;              // each ends with a checkpoint
constexpr std::uint64_t kOperationsPerCut = 23;

std::string id_of(int conversation) { return "c" + std::to_string(conversation); }

// What was reported up to now: written and read on the writer's thread.
using Versions = std::map<std::string, std::uint64_t>;

struct Cut {  // the power is lost here
    std::filesystem::path directory;
    Versions reported;
};

// Turns of several conversations at once, as many sessions as there are; waits for all of them.
void talk_for_a_session(Store& store, Versions& reported) {
    std::atomic<int> left = kConversations;
    std::promise<void> all;
    std::function<void(Talk, int)> next = [&](Talk talk, int turns) {
        const auto cid = "m" + std::to_string(talk.draft.conversation.version + 1);
        talk.customer("text", cid).bot("answer").arms("silence", kNoon, 1);
        if (turns % 10 == 5) talk.opens_ticket("leak");
        store.commit(talk.turn(), [&, turns](const Commit& commit) {
            const auto& now = commit.turn.conversation;
            reported[now.id] = now.version;
            if (turns > 1)
                next(Talk(now), turns - 1);
            else if (--left == 0)
                all.set_value();
        });
    };
    for (int i = 0; i < kConversations; ++i) {
        const auto now = store.conversation(id_of(i));
        next(now ? Talk(*now) : Talk(id_of(i)), kTurnsPerSession);
    }
    all.get_future().wait();
}

std::vector<Cut> run_with_cuts(const TemporaryDirectory& cuts_directory, unsigned seed) {
    const SqliteInstallation installation;
    std::mt19937 random(seed);
    std::vector<Cut> cuts;
    Versions reported;
    BadDisk disk;
    open_sqlite(installation.options());  // a new installation that loses its power is no installation yet
    disk.before_operation = [&](std::uint64_t operation) {
        if (operation % kOperationsPerCut != 0) return;
        const auto directory = cuts_directory.path() / std::to_string(operation);
        std::filesystem::create_directory(directory);
        disk.lose_power(directory, random);
        cuts.push_back({directory, reported});
    };
    for (int session = 0; session < kSessions; ++session) talk_for_a_session(*open_sqlite(installation.options()), reported);
    return cuts;
}

void expect_all_there(const Cut& cut) {
    SCOPED_TRACE(cut.directory);
    SqliteOptions options;
    options.data_directory = cut.directory;
    {
        const auto store = open_sqlite(options);
        for (const auto& [id, version] : cut.reported) {
            const auto now = store->conversation(id).value_or(dialog::Conversation{});
            EXPECT_GE(now.version, version) << id;
            EXPECT_EQ(store->cids(id).size(), now.version) << id;
            EXPECT_EQ(store->entries(id, 0, kMaxPage).size(), now.positions) << id;
        }
    }
    EXPECT_EQ(verify_log(cut.directory).fault, std::nullopt);
    const auto recovered = dump_folds(cut.directory / "frontdesk.db");
    rebuild(options);
    EXPECT_EQ(dump_folds(cut.directory / "frontdesk.db"), recovered);
}

TEST(BadDisk, P1_WhatWasReportedSurvivesALossOfPowerAtAnyMoment) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    const TemporaryDirectory directory;
    const auto cuts = run_with_cuts(directory, seed);
    EXPECT_GT(cuts.size(), 10U) << "too few moments";
    for (const auto& cut : cuts) expect_all_there(cut);
}

TEST(BadDisk, P13_AWriteThatFindsTheDiskFullAnywhereLosesNothing) {
    bool failed = true;
    for (std::uint64_t write = 1; failed; ++write) {
        const SqliteInstallation installation;
        BadDisk disk;
        {
            const auto store = open_sqlite(installation.options());
            disk.fail_write = disk.writes() + write;
            Talk talk;
            for (int turn = 1; turn <= 2; ++turn) {
                const auto words = [&]() -> Talk& { return talk.customer("text", "m" + std::to_string(turn)).opens_ticket("leak"); };
                const auto status = commit(*store, words()).status;
                if (status == CommitStatus::committed) continue;
                EXPECT_EQ(status, CommitStatus::overloaded) << write;
                EXPECT_EQ(commit(*store, words()).status, CommitStatus::committed) << write;
            }
            EXPECT_EQ(talk.turn().conversation.tickets.back().number, "WX20240512002") << write;
            EXPECT_EQ(store->entries("c1", 0, kMaxPage).size(), 4U) << write;
        }
        failed = disk.writes() >= disk.fail_write;
        EXPECT_EQ(verify_log(installation.directory()).fault, std::nullopt) << write;
    }
}

TEST(BadDiskDeathTest, P3_AFailedSyncStopsTheProcess) {
    const SqliteInstallation installation;
    EXPECT_DEATH(
        {
            BadDisk disk;
            const auto store = open_sqlite(installation.options());
            disk.fail_syncs = true;
            Talk talk;
            commit(*store, talk.customer("text"));
        },
        "what is on disk is unknown, stopping");
}

}  // namespace
}  // namespace storage::support
