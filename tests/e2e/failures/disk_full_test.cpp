// The whole server on a disk that is full: it says so, goes on reading, and recovers without hand work.
#include "tests/e2e/kill_loop/agent.hpp"
#include "tests/e2e/kill_loop/checker.hpp"
#include "tests/e2e/kill_loop/customer.hpp"
#include "tests/e2e/kill_loop/server_process.hpp"
#include "tests/server/net_support.hpp"
#include "tests/server/service_support.hpp"

#include <csignal>
#include <fstream>
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/mount.h>
#include <sys/wait.h>

namespace {

using namespace kill_loop;
using std::chrono::milliseconds;

constexpr milliseconds kPatience{30'000};
constexpr int kCustomersHere = 4;

class SmallDisk : public testing::Test {
protected:
    SmallDisk() : oracle_(folder_.path() / "oracle.log"), world_{oracle_, free_port(), false, true} {
        std::filesystem::create_directories(disk());
        mounted_ = ::mount("tmpfs", disk().c_str(), "tmpfs", 0, "size=12m") == 0;
    }
    ~SmallDisk() override {
        server_.reset();
        if (mounted_) ::umount(disk().c_str());
    }

    std::filesystem::path disk() const { return folder_.path() / "disk"; }
    std::filesystem::path data() const { return disk() / "data"; }
    void start() {
        const auto program = std::filesystem::canonical("/proc/self/exe").parent_path() / "frontdesk_under_test";
        const Launch launch{program, data(), support::open_desk().configuration, folder_.path() / "server.log", world_.port};
        server_ = std::make_unique<ServerProcess>(launch, Fate{});
        while (!server_->is_open() && server_->output_fd() >= 0) server_->read_output();
        world_.open = server_->is_open();
        const auto& said = server_->said();
        const std::string before = "(shown once):";
        const auto begin = said.find_first_not_of(' ', said.find(before) + before.size());
        everybody_.push_back(std::make_unique<Agent>(world_, 7, "admin", said.substr(begin, said.find('\n', begin) - begin)));
        for (int number = 0; number < kCustomersHere; ++number) everybody_.push_back(std::make_unique<Customer>(world_, static_cast<unsigned>(number), number));
    }
    void fill() const {
        std::ofstream ballast(disk() / "ballast", std::ios::binary);
        const std::string block(4096, 'x');
        while (ballast.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
        }
    }
    void free_space() const { std::filesystem::remove(disk() / "ballast"); }
    int ready() const { return support::ask(world_.port, support::get("/readyz")).status; }
    template <class Condition>
    bool live_until(Condition&& condition) {
        for (const auto until = Clock::now() + kPatience; Clock::now() < until;) {
            if (condition()) return true;
            std::vector<pollfd> polled;
            for (const auto& each : everybody_) polled.push_back({each->fd(), each->wants(), 0});
            ::poll(polled.data(), polled.size(), 5);
            for (const auto& each : everybody_) {
                each->pump();
                if (each->due() <= Clock::now()) each->act();
            }
        }
        return false;
    }
    bool at_rest() const {
        return std::all_of(everybody_.begin(), everybody_.end(), [](const auto& each) { return each->at_rest(); });
    }

    support::TemporaryDirectory folder_;
    Oracle oracle_;
    World world_;
    bool mounted_ = false;
    std::unique_ptr<ServerProcess> server_;
    std::vector<std::unique_ptr<Participant>> everybody_;
};

TEST_F(SmallDisk, P1_P13_NothingIsAcknowledgedThatIsNotThereReadsGoOnAndTheDeskRecoversByItself) {
    ASSERT_TRUE(mounted_) << "this proof needs a small disk: run it as root, where tmpfs can be mounted";
    start();
    ASSERT_TRUE(world_.open);
    ASSERT_TRUE(live_until([&] { return oracle_.counts().acknowledged > 30; })) << "nobody is answered";
    for (int time = 0; time < 3; ++time) {
        fill();
        ASSERT_TRUE(live_until([&] { return oracle_.counts().delayed > 0 && ready() == 503; })) << "nobody was told";
        EXPECT_EQ(support::ask(world_.port, support::get("/api/v1/widget?locale=zh-CN")).status, 200);
        const auto acknowledged = oracle_.counts().acknowledged;
        free_space();
        ASSERT_TRUE(live_until([&] { return oracle_.counts().acknowledged > acknowledged + 10 && ready() == 200; })) << "it does not recover";
    }
    world_.begin_new = false;
    live_until([&] { return at_rest(); });
    for (const auto& each : everybody_) EXPECT_EQ(each->unanswered(), "");
    server_->signal(SIGTERM);
    const int status = server_->wait();
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    check(oracle_, data(), folder_.path() / "copy");
    EXPECT_THAT(oracle_.violations(), testing::IsEmpty());
    std::printf("%llu messages acknowledged, %llu told to come later\n", static_cast<unsigned long long>(oracle_.counts().acknowledged),
                static_cast<unsigned long long>(oracle_.counts().delayed));
}

}  // namespace
