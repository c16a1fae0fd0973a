// The n-th send, receive or accept of the server fails: whoever was on that socket comes back, and nothing is lost or doubled.
#include "server/service.hpp"
#include "tests/e2e/failures/points.hpp"
#include "tests/e2e/kill_loop/agent.hpp"
#include "tests/e2e/kill_loop/checker.hpp"
#include "tests/e2e/kill_loop/customer.hpp"
#include "tests/server/service_support.hpp"

#include <atomic>
#include <cerrno>
#include <gmock/gmock.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

enum Call { kSend, kReceive, kAccept };

std::atomic<int> failing{-1};     // a Call
std::atomic<long> calls_left{0};  // of that kind, until the one that fails
std::atomic<int> error_given{0};
thread_local bool is_client = false;

bool fails(Call call) {
    if (is_client || failing.load() != call || calls_left.load() <= 0 || calls_left.fetch_sub(1) != 1) return false;
    errno = error_given;
    return true;
}

}  // namespace

// In the place of libc's: the server's calls come here.
extern "C" ssize_t sendmsg(int file, const msghdr* message, int flags) {
    return fails(kSend) ? -1 : ::syscall(SYS_sendmsg, file, message, flags);
}
extern "C" ssize_t send(int file, const void* bytes, size_t size, int flags) {
    return fails(kSend) ? -1 : ::syscall(SYS_sendto, file, bytes, size, flags, nullptr, 0);
}
extern "C" ssize_t recvmsg(int file, msghdr* message, int flags) {
    return fails(kReceive) ? -1 : ::syscall(SYS_recvmsg, file, message, flags);
}
extern "C" ssize_t recv(int file, void* bytes, size_t size, int flags) {
    return fails(kReceive) ? -1 : ::syscall(SYS_recvfrom, file, bytes, size, flags, nullptr, nullptr);
}
extern "C" int accept4(int file, sockaddr* address, socklen_t* size, int flags) {
    if (fails(kAccept)) {
        // A connection that was aborted has left the queue; for want of descriptors or memory it stays there.
        if (errno == ECONNABORTED) ::close(static_cast<int>(::syscall(SYS_accept4, file, address, size, flags)));
        errno = error_given;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_accept4, file, address, size, flags));
}
extern "C" int accept(int file, sockaddr* address, socklen_t* size) { return accept4(file, address, size, 0); }

namespace {

using namespace kill_loop;
using std::chrono::milliseconds;

constexpr int kCustomersHere = 3;
constexpr milliseconds kTalk{200};
constexpr milliseconds kPatience{20'000};
constexpr long kCallsTried = 30;      // of one kind, of the hundred or so that a round makes
constexpr long kAcceptsTried = 4;
constexpr long kPointsByDefault = 18;

class SocketCalls : public testing::Test {
protected:
    SocketCalls() : oracle_("/dev/null"), world_{oracle_, 0, true, true} {
        is_client = true;
        server::ServiceOptions options;
        options.data_directory = folder_.path() / "data";
        options.configuration = support::open_desk().configuration;
        options.port = 0;
        options.lanes = 2;
        options.password_cost = support::cheap_passwords();
        options.limits.reception.max_messages = 10'000;
        service_ = std::make_unique<server::Service>(options, support::shipped_configuration());
        world_.port = service_->port();
        for (int number = 0; number < kCustomersHere; ++number) everybody_.push_back(std::make_unique<Customer>(world_, static_cast<unsigned>(number), number));
        everybody_.push_back(std::make_unique<Agent>(world_, 7, "admin", *service_->first_password()));
    }
    ~SocketCalls() override { is_client = false; }

    // Somebody fails meanwhile; afterwards everybody has an answer to everything.
    void round() {
        world_.begin_new = true;
        poll_until(Clock::now() + kTalk, false);
        world_.begin_new = false;
        poll_until(Clock::now() + kPatience, true);
        failing = -1;
    }

    void fail_all(Call call, long most, std::initializer_list<int> errors) {
        round();  // everybody is here
        for (const long n : failures::points(most, kPointsByDefault)) {
            error_given = *(errors.begin() + n % static_cast<long>(errors.size()));
            calls_left = n;
            failing = call;
            for (long knock = 0; call == kAccept && knock <= n; ++knock) come_and_go();
            round();
            ASSERT_THAT(oracle_.violations(), testing::IsEmpty()) << "call " << n;
            ASSERT_TRUE(at_rest()) << "call " << n;
            if (calls_left <= 0) ++failed_;
        }
        EXPECT_EQ(support::ask(world_.port, support::get("/healthz")).status, 200);
        everybody_.clear();
        service_.reset();
        check(oracle_, folder_.path() / "data", folder_.path() / "copy");
        EXPECT_THAT(oracle_.violations(), testing::IsEmpty());
        EXPECT_GT(failed_, 0);
        std::printf("%d calls failed, %llu messages acknowledged\n", failed_, static_cast<unsigned long long>(oracle_.counts().acknowledged));
    }

private:
    void come_and_go() try { support::ask(world_.port, support::get("/healthz")); } catch (const std::runtime_error&) {
        // it was the one whose connection was aborted
    }
    bool at_rest() const {
        return std::all_of(everybody_.begin(), everybody_.end(), [](const auto& each) { return each->at_rest(); });
    }
    void poll_until(Clock::time_point until, bool or_at_rest) {
        while (Clock::now() < until && !(or_at_rest && at_rest())) {
            std::vector<pollfd> polled;
            for (const auto& each : everybody_) polled.push_back({each->fd(), each->wants(), 0});
            ::poll(polled.data(), polled.size(), 5);
            for (const auto& each : everybody_) {
                each->pump();
                if (each->due() <= Clock::now()) each->act();
            }
        }
    }

    support::TemporaryDirectory folder_;
    Oracle oracle_;
    World world_;
    std::unique_ptr<server::Service> service_;
    std::vector<std::unique_ptr<Participant>> everybody_;
    int failed_ = 0;
};

TEST_F(SocketCalls, P1_P2_P5_TheNthSendThatFailsCostsOneSocket) { fail_all(kSend, kCallsTried, {EPIPE, ECONNRESET, ENOBUFS}); }
TEST_F(SocketCalls, P1_P2_P5_TheNthReceiveThatFailsCostsOneSocket) { fail_all(kReceive, kCallsTried, {ECONNRESET, ETIMEDOUT}); }
TEST_F(SocketCalls, P12_TheNthAcceptThatFailsDoesNotCloseTheDoor) { fail_all(kAccept, kAcceptsTried, {ECONNABORTED, EMFILE, ENOBUFS}); }

}  // namespace
