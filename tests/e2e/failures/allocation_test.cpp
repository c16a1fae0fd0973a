// The n-th allocation of a dialog fails, for n all over it: the process ends, and nothing acknowledged is lost or doubled.
#include "server/local_desk.hpp"
#include "server/process.hpp"
#include "storage/maintenance.hpp"
#include "tests/e2e/failures/points.hpp"
#include "tests/support/people.hpp"

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <new>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

namespace {

std::atomic<long> allocations{0};
std::atomic<long> failing{0};  // the number of the allocation that fails; 0: none

}  // namespace

void* operator new(std::size_t size) {
    const long number = allocations.fetch_add(1, std::memory_order_relaxed) + 1;
    void* made = number == failing.load(std::memory_order_relaxed) ? nullptr : std::malloc(size);
    if (made) return made;
    if (const auto handler = std::get_new_handler()) handler();
    throw std::bad_alloc();
}
void operator delete(void* made) noexcept { std::free(made); }
void operator delete(void* made, std::size_t) noexcept { std::free(made); }

namespace {

using support::Json;
using namespace std::chrono_literals;

constexpr long kPointsByDefault = 60;

// What the child tells: a line for each acknowledgement, `welcome CONVERSATION`, at the end `allocations N`.
void tell(int out, const std::string& line) {
    const auto text = line + "\n";
    if (::write(out, text.data(), text.size()) < 0) ::_exit(3);
}

void tell_of(int out, const std::string& frame) {
    const auto json = Json::parse(frame);
    if (json.at("type") == "ack") tell(out, "ack " + json.at("cid").get<std::string>());
    if (json.at("type") == "welcome" && json.contains("conversation")) tell(out, "welcome " + json.at("conversation").get<std::string>());
}

// A fault, a handoff, an agent's answer. The same in every run but for what chance and threads do.
void hold_dialog(server::LocalDesk& desk, int out) {
    std::string conversation;
    const auto hear = [&](const std::optional<std::string>& frame) {
        if (!frame) return;
        const auto json = Json::parse(*frame);
        if (json.at("type") == "welcome" && json.contains("conversation")) conversation = json.at("conversation");
        tell_of(out, *frame);
    };
    const auto customer = desk.customer(hear);
    const auto agent = desk.agent("wang", hear);
    const auto say = [&](const Json& frame, const auto& who) {
        who->say(frame.dump());
        desk.settle();
        desk.move_clock(desk.now() + 2s);  // the bot answers
    };
    say({{"type", "hello"}, {"locale", "zh-CN"}}, customer);
    say({{"type", "message"}, {"cid", "m1"}, {"text", "我家空调不制冷了"}}, customer);
    say({{"type", "message"}, {"cid", "m2"}, {"text", "2026030100017 尾号5678"}}, customer);
    say({{"type", "message"}, {"cid", "m3"}, {"text", "转人工"}}, customer);
    say({{"type", "claim"}, {"conversation", conversation}, {"cid", "a1"}}, agent);
    say({{"type", "message"}, {"conversation", conversation}, {"cid", "a2"}, {"text", "您好，我来帮您"}}, agent);
    say({{"type", "note"}, {"conversation", conversation}, {"cid", "a3"}, {"text", "老客户"}}, agent);
}

struct Run {
    std::set<std::string> acknowledged;
    std::string conversation;
    long allocations = 0;
    int status = 0;
};

[[noreturn]] void be_the_child(const std::filesystem::path& data, long fail_at, int out) {
    server::end_when_out_of_memory();
    auto options = support::open_desk();
    options.data_directory = data;
    {
        server::LocalDesk desk(options);
        const long before = allocations;
        if (fail_at > 0) failing = before + fail_at;
        hold_dialog(desk, out);
        failing = 0;
        tell(out, "allocations " + std::to_string(allocations - before));
    }
    ::_exit(0);
}

Run run(const std::filesystem::path& data, long fail_at) {
    int pipe[2];
    EXPECT_EQ(::pipe(pipe), 0);
    const auto child = ::fork();
    if (child == 0) {
        ::close(pipe[0]);
        if (const int null = ::open("/dev/null", O_WRONLY); null >= 0) ::dup2(null, STDERR_FILENO);
        be_the_child(data, fail_at, pipe[1]);
    }
    ::close(pipe[1]);
    Run done;
    std::FILE* told = ::fdopen(pipe[0], "r");
    char what[32];
    char detail[128];
    while (std::fscanf(told, "%31s %127s", what, detail) == 2) {
        const std::string line = what;
        if (line == "ack") done.acknowledged.insert(detail);
        else if (line == "welcome") done.conversation = detail;
        else done.allocations = std::atol(detail);
    }
    std::fclose(told);
    ::waitpid(child, &done.status, 0);
    return done;
}

void expect_whole(const std::filesystem::path& data, const Run& done, long n) {
    storage::SqliteOptions options;
    options.data_directory = data;
    EXPECT_EQ(storage::verify_log(data).fault, std::nullopt) << n;
    const auto store = storage::open_sqlite(options);
    std::multiset<std::string> there;
    const auto entries = done.conversation.empty() ? std::vector<dialog::Entry>{} : store->entries(done.conversation, 0, storage::kMaxPage);
    for (std::size_t at = 0; at < entries.size(); ++at) {
        EXPECT_EQ(entries[at].position, at + 1) << n;
        if (!entries[at].cid.empty()) there.insert(entries[at].cid);
    }
    for (const auto& cid : done.acknowledged) {
        if (cid == "a1") continue;  // the claim: it has no entry of its own
        EXPECT_EQ(there.count(cid), 1U) << "allocation " << n << ", " << cid;
    }
    for (const auto& cid : there) EXPECT_EQ(there.count(cid), 1U) << "allocation " << n << ", " << cid;
}

TEST(Allocation, P1_P2_TheNthThatFailsEndsTheProcessAndNothingIsLost) {
    support::open_desk();  // reads the configuration, once for all children
    const auto folder = std::filesystem::temp_directory_path() / ("allocation-" + std::to_string(::getpid()));
    const auto whole = run(folder / "whole", 0);
    ASSERT_TRUE(WIFEXITED(whole.status) && WEXITSTATUS(whole.status) == 0) << whole.status;
    ASSERT_EQ(whole.acknowledged, (std::set<std::string>{"m1", "m2", "m3", "a1", "a2", "a3"}));
    int ended = 0;
    const auto chosen = failures::points(whole.allocations, kPointsByDefault);
    for (const long n : chosen) {
        const auto data = folder / std::to_string(n);
        const auto done = run(data, n);
        const bool aborted = WIFSIGNALED(done.status) && WTERMSIG(done.status) == SIGABRT;
        EXPECT_TRUE(aborted || (WIFEXITED(done.status) && WEXITSTATUS(done.status) == 0)) << "allocation " << n << ": status " << done.status;
        if (aborted) ++ended;
        expect_whole(data, done, n);
        std::filesystem::remove_all(data);
    }
    EXPECT_GE(ended, static_cast<int>(chosen.size()) * 9 / 10);  // the last few may not be reached: threads share the count
    std::printf("%zu of %ld allocations failed, %d processes ended\n", chosen.size(), whole.allocations, ended);
    std::filesystem::remove_all(folder);
}

}  // namespace
