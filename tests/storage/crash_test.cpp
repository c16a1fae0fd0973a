// Crashes: a process that is killed between two instructions, and a disk that is really full.
#include "tests/storage/sqlite_installation.hpp"

#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <fstream>

namespace storage::support {
namespace {

constexpr int kConversations = 8;
constexpr int kReportsBeforeKill = 120;
constexpr int kRounds = 3;

struct Reported {
    int conversation;
    unsigned long long version;
};

std::string id_of(int conversation) { return "c" + std::to_string(conversation); }

// Commits as fast as it can, for ever, and writes each report to `out` when it comes.
class Busy {
public:
    Busy(Store& store, int out) : store_(store), out_(out) {}
    void next(int conversation, const dialog::Conversation& now) {
        Talk talk = now.version ? Talk(now) : Talk(id_of(conversation));
        const auto cid = "m" + std::to_string(now.version + 1);
        auto turn = talk.customer("text", cid).bot("answer").arms("silence", kNoon, now.version + 1);
        if (now.version % 10 == 3) turn.opens_ticket("leak");
        store_.commit(turn.turn(), [this, conversation](const Commit& commit) {
            if (commit.status != CommitStatus::committed) ::_exit(2);
            const Reported report{conversation, commit.turn.conversation.version};
            if (::write(out_, &report, sizeof report) != sizeof report) ::_exit(3);
            next(conversation, commit.turn.conversation);
        });
    }

private:
    Store& store_;
    int out_;
};

[[noreturn]] void commit_until_killed(const SqliteInstallation& installation, int out) {
    auto store = open_sqlite(installation.options());
    Busy busy(*store, out);
    for (int i = 0; i < kConversations; ++i) busy.next(i, store->conversation(id_of(i)).value_or(dialog::Conversation{}));
    for (;;) ::pause();
}

// The last version that was reported of each conversation when the process was killed.
std::map<int, unsigned long long> run_and_kill(const SqliteInstallation& installation) {
    int pipe[2];
    EXPECT_EQ(::pipe(pipe), 0);
    const auto child = ::fork();
    if (child == 0) {
        ::close(pipe[0]);
        commit_until_killed(installation, pipe[1]);
    }
    ::close(pipe[1]);
    std::map<int, unsigned long long> last;
    Reported report{};
    for (int count = 0; ::read(pipe[0], &report, sizeof report) == sizeof report; ++count) {
        last[report.conversation] = report.version;
        if (count == kReportsBeforeKill) ::kill(child, SIGKILL);
    }
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
    return last;
}

void expect_whole(Store& store, const std::string& id, unsigned long long reported) {
    const auto now = store.conversation(id).value();
    EXPECT_GE(now.version, reported);
    EXPECT_EQ(store.cids(id).size(), now.version);
    std::uint64_t position = 0;
    for (;;) {
        const auto page = store.entries(id, position, kMaxPage);
        for (const auto& entry : page) EXPECT_EQ(entry.position, ++position);
        if (page.size() < kMaxPage) break;
    }
    EXPECT_EQ(position, now.positions);
}

TEST(Crash, P1_P4_WhatWasReportedBeforeAKillIsThere) {
    const SqliteInstallation installation;
    for (int round = 0; round < kRounds; ++round) {
        const auto reported = run_and_kill(installation);
        {
            const auto store = open_sqlite(installation.options());
            for (const auto& [conversation, version] : reported) expect_whole(*store, id_of(conversation), version);
        }
        EXPECT_EQ(verify_log(installation.directory()).fault, std::nullopt);
        const auto live = dump_folds(installation.database());
        rebuild(installation.options());
        EXPECT_EQ(dump_folds(installation.database()), live);
    }
}

TEST(Crash, R31_P8_NumbersAreDenseThroughKills) {
    const SqliteInstallation installation;
    for (int round = 0; round < kRounds; ++round) run_and_kill(installation);
    const auto store = open_sqlite(installation.options());
    const auto tickets = store->tickets({});
    ASSERT_FALSE(tickets.empty());
    auto newest = std::stoul(tickets.front().number.substr(10));
    for (const auto& ticket : tickets) EXPECT_EQ(std::stoul(ticket.number.substr(10)), newest--);
}

// A file system of a few megabytes, where the machine lets us have one.
class SmallDisk {
public:
    SmallDisk() : mounted_(::mount("tmpfs", directory_.path().c_str(), "tmpfs", 0, "size=4m") == 0) {}
    ~SmallDisk() {
        if (mounted_) ::umount(directory_.path().c_str());
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    bool mounted() const { return mounted_; }
    const std::filesystem::path& path() const { return directory_.path(); }
    void fill() const {
        std::ofstream ballast(path() / "ballast", std::ios::binary);
        const std::string block(4096, 'x');
        while (ballast.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
        }
    }
    void free() const { std::filesystem::remove(path() / "ballast"); }

private:
    TemporaryDirectory directory_;
    bool mounted_;
};

TEST(Crash, P13_AFullDiskGivesNoFalseReportAndReadsGoOn) {
    const SmallDisk disk;
    if (!disk.mounted()) GTEST_SKIP() << "mounting needs a right that this user has not";
    SqliteOptions options;
    options.data_directory = disk.path() / "data";
    options.now = [] { return kNoon; };
    auto store = open_sqlite(options);
    Talk talk;
    const auto next = [&] { return commit(*store, talk.customer(std::string(50000, 'x'))).status; };
    ASSERT_EQ(next(), CommitStatus::committed);
    disk.fill();
    auto version = store->conversation("c1")->version;
    for (; next() == CommitStatus::committed; ++version) ASSERT_LT(version, 100U) << "the disk is not full";
    EXPECT_FALSE(store->writable());
    EXPECT_THROW(store->put_token(std::string(100000, 't'), "c1", kNoon), StoreError);
    EXPECT_EQ(store->conversation("c1")->version, version);
    EXPECT_GE(store->entries("c1", 0, kMaxPage).size(), version - 1);  // the last may wait for room in the folds

    disk.free();
    EXPECT_EQ(next(), CommitStatus::committed);
    EXPECT_TRUE(store->writable());
    EXPECT_EQ(store->entries("c1", 0, kMaxPage).size(), version + 1);
    store.reset();
    EXPECT_EQ(verify_log(options.data_directory).fault, std::nullopt);
}

}  // namespace
}  // namespace storage::support
