// What a lost power supply and a failing disk do to what was reported. FRONTDESK_POWER_CUTS=N: so many cuts instead of a few hundred.
#include "tests/storage/bad_disk.hpp"
#include "tests/storage/sqlite_installation.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <iostream>
#include <map>

namespace storage::support {
namespace {

constexpr int kConversations = 5;
constexpr int kTurnsPerSession = 12;
constexpr int kSessions = 2;              // each ends with a checkpoint
constexpr int kUsualCuts = 300;
constexpr double kCutsBetween = 0.25;     // of the moments that are no syncs: those are all taken

std::string id_of(int conversation) { return "c" + std::to_string(conversation); }

// What was reported up to now: written and read on the writer's thread.
using Versions = std::map<std::string, std::uint64_t>;

int cuts_wanted() {
    const char* wanted = std::getenv("FRONTDESK_POWER_CUTS");
    return wanted ? std::atoi(wanted) : kUsualCuts;
}

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
    store.conversations("", "", 1);  // the folds are made while the power may be lost
}

struct Found {
    int cuts = 0;
    int conversations_lost = 0;  // whose reported version is not there
    std::vector<std::string> faults;
};

// What a start makes of the files that a loss of power has left.
void examine(const std::filesystem::path& directory, const Versions& reported, Found& found) {
    ++found.cuts;
    const auto require = [&](bool holds, const std::string& fault) {
        if (!holds) found.faults.push_back(fault);
    };
    SqliteOptions options;
    options.data_directory = directory;
    try {
        {
            const auto store = open_sqlite(options);
            for (const auto& [id, version] : reported) {
                const auto now = store->conversation(id).value_or(dialog::Conversation{});
                if (now.version < version) ++found.conversations_lost;
                require(store->cids(id).size() == now.version, "cids of " + id);
                require(store->entries(id, 0, kMaxPage).size() == now.positions, "entries of " + id);
            }
        }
        require(!verify_log(directory).fault, "the chain");
        require(SQLite::Database((directory / "frontdesk.db").string()).execAndGet("PRAGMA integrity_check").getString() == "ok", "integrity");
        const auto recovered = dump_folds(directory / "frontdesk.db");
        rebuild(options);
        require(dump_folds(directory / "frontdesk.db") == recovered, "the folds");
    } catch (const std::exception& error) {
        require(false, error.what());
    }
}

// Sessions whose power is lost at every sync and at random moments between; each cut is examined at once, on the side.
Found lose_power_often(std::uint64_t seed, int wanted, bool ignores_syncs) {
    std::mt19937_64 random(seed);
    Found found;
    while (found.cuts < wanted) {
        const SqliteInstallation installation;
        const TemporaryDirectory cuts_directory;
        std::vector<std::pair<std::filesystem::path, Versions>> cuts;
        {
            Versions reported;
            BadDisk disk;
            open_sqlite(installation.options());  // a new installation that loses its power is no installation yet
            disk.ignores_syncs = ignores_syncs;
            disk.before_change = [&](DiskCall call) {
                if (call != DiskCall::sync && !std::bernoulli_distribution(kCutsBetween)(random)) return;
                if (found.cuts + static_cast<int>(cuts.size()) >= wanted) return;
                const auto directory = cuts_directory.path() / std::to_string(cuts.size());
                std::filesystem::create_directory(directory);
                disk.lose_power(directory, random);
                cuts.push_back({directory, reported});
            };
            for (int session = 0; session < kSessions; ++session) talk_for_a_session(*open_sqlite(installation.options()), reported);
        }
        for (const auto& [directory, reported] : cuts) examine(directory, reported, found);
    }
    return found;
}

TEST(BadDisk, P1_WhatWasReportedSurvivesALossOfPowerAtAnyMoment) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto found = lose_power_often(seed, cuts_wanted(), false);
    EXPECT_EQ(found.conversations_lost, 0);
    EXPECT_THAT(found.faults, testing::IsEmpty());
    std::cout << found.cuts << " cuts, " << found.conversations_lost << " conversations lost what was reported, " << found.faults.size() << " faults\n";
}

// The canary: on a disk that does not keep what it was told to keep, the same examination finds losses.
TEST(BadDisk, P1_ADiskThatIgnoresSyncsIsFoundOut) {
    const auto found = lose_power_often(1, 60, true);
    EXPECT_GT(found.conversations_lost + static_cast<int>(found.faults.size()), 0);
}

// Two turns and what follows them, with the `number`-th call of a kind failing; `say` hears each version when it is reported.
void talk_on_a_bad_disk(const SqliteInstallation& installation, BadDisk& disk, DiskCall call, std::uint64_t number, int code,
                        const std::function<void(std::uint64_t)>& say) {
    disk.fail(call, number, code);
    const auto store = open_sqlite(installation.options());
    Talk talk;
    for (std::uint64_t turn = 1; turn <= 2; ++turn) {
        const auto words = [&]() -> Talk& { return talk.customer("text", "m" + std::to_string(turn)).opens_ticket("leak"); };
        for (int tries = 0; tries < 3; ++tries) {
            if (commit(*store, words()).status != CommitStatus::committed) continue;
            say(turn);
            break;
        }
        store->tickets({});  // has the folds made
    }
}

void expect_whole_with(const SqliteInstallation& installation, std::uint64_t reported) {
    {
        const auto store = open_sqlite(installation.options());
        const auto now = store->conversation("c1").value_or(dialog::Conversation{});
        EXPECT_GE(now.version, reported);
        EXPECT_EQ(now.tickets.size(), now.version);
        for (std::size_t i = 0; i < now.tickets.size(); ++i) EXPECT_EQ(now.tickets[i].number, "WX2024051200" + std::to_string(i + 1));
        EXPECT_EQ(store->entries("c1", 0, kMaxPage).size(), 2 * now.version);
    }
    EXPECT_EQ(verify_log(installation.directory()).fault, std::nullopt);
    const auto live = dump_folds(installation.database());
    rebuild(installation.options());
    EXPECT_EQ(dump_folds(installation.database()), live);
}

TEST(BadDisk, P13_AWriteThatFindsTheDiskFullAnywhereLosesNothing) {
    for (const auto call : {DiskCall::write, DiskCall::truncate}) {
        bool failed = true;
        for (std::uint64_t number = 1; failed; ++number) {
            SCOPED_TRACE(kDiskCallNames[static_cast<int>(call)] + (" " + std::to_string(number)));
            const SqliteInstallation installation;
            open_sqlite(installation.options());
            std::uint64_t reported = 0;
            {
                BadDisk disk;
                talk_on_a_bad_disk(installation, disk, call, number, SQLITE_FULL, [&](std::uint64_t version) { reported = version; });
                failed = disk.has_failed();
            }
            EXPECT_EQ(reported, 2U);
            expect_whole_with(installation, reported);
        }
    }
}

// How a process fared whose disk gave an I/O error once.
struct Fate {
    std::uint64_t reported = 0;
    bool reached = false;  // the call that was to fail
};

// In a process of its own, because it may stop; what it reports comes through a pipe.
Fate run_apart(const SqliteInstallation& installation, DiskCall call, std::uint64_t number, int code) {
    int pipe[2];
    EXPECT_EQ(::pipe(pipe), 0);
    const auto child = ::fork();
    if (child == 0) {
        std::freopen("/dev/null", "w", stderr);
        BadDisk disk;
        const auto say = [&](std::uint64_t reported) {
            const Fate fate{reported, disk.has_failed()};
            if (::write(pipe[1], &fate, sizeof fate) != sizeof fate) ::_exit(3);
        };
        try {
            talk_on_a_bad_disk(installation, disk, call, number, code, say);
            say(0);
            ::_exit(0);
        } catch (const StoreError&) {  // refused to start, or to read: said, nothing broken
            say(0);
            ::_exit(0);
        }
    }
    ::close(pipe[1]);
    Fate fate, next;
    while (::read(pipe[0], &next, sizeof next) == sizeof next) fate = {std::max(fate.reported, next.reported), next.reached};
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    const bool stopped = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
    EXPECT_TRUE(stopped || (WIFEXITED(status) && WEXITSTATUS(status) == 0)) << "status " << status;
    if (stopped) fate.reached = true;
    return fate;
}

class IoError : public testing::TestWithParam<std::pair<DiskCall, int>> {};

TEST_P(IoError, P3_P13_AtAnyCallStopsOrIsSaidAndTheNextStartHasAllThatWasReported) {
    const auto [call, code] = GetParam();
    Fate fate{0, true};
    for (std::uint64_t number = 1; fate.reached; ++number) {
        SCOPED_TRACE(kDiskCallNames[static_cast<int>(call)] + (" " + std::to_string(number)));
        const SqliteInstallation installation;
        open_sqlite(installation.options());
        fate = run_apart(installation, call, number, code);
        expect_whole_with(installation, fate.reported);
    }
    EXPECT_EQ(fate.reported, 2U);  // the run in which nothing failed
}

INSTANTIATE_TEST_SUITE_P(BadDisk, IoError,
                         testing::Values(std::pair{DiskCall::open, SQLITE_CANTOPEN}, std::pair{DiskCall::read, SQLITE_IOERR_READ},
                                         std::pair{DiskCall::write, SQLITE_IOERR_WRITE}, std::pair{DiskCall::truncate, SQLITE_IOERR_TRUNCATE},
                                         std::pair{DiskCall::sync, SQLITE_IOERR_FSYNC}, std::pair{DiskCall::size, SQLITE_IOERR_FSTAT},
                                         std::pair{DiskCall::remove, SQLITE_IOERR_DELETE}, std::pair{DiskCall::map, SQLITE_IOERR_SHMMAP}),
                         [](const auto& each) { return kDiskCallNames[static_cast<int>(each.param.first)]; });

}  // namespace
}  // namespace storage::support
