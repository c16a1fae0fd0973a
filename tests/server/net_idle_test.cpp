// Ten thousand idle sockets from a few addresses: they are all open at once, cost little, and another client is answered.
#include "tests/server/net_support.hpp"

#include <fstream>
#include <memory>
#include <string>
#include <vector>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using support::ClientFrame;
using support::RawClient;
using support::read_frame;

constexpr int kSockets = 10'000;
constexpr std::size_t kMaxBytesEach = 3 * 1024;  // measured about 1.3 kB; the rest is for what the allocator keeps

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMemoryTellsAnything = false;
#else
constexpr bool kMemoryTellsAnything = true;
#endif

std::size_t resident_bytes() {
    std::size_t all = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> all >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

// The idle clients: a process of its own, because one process may not have descriptors for both sides. It reads the port, opens its sockets,
// says so, and ends when the other side does.
[[noreturn]] void be_idle(int from_test, int to_test) {
    std::uint16_t port = 0;
    if (::read(from_test, &port, sizeof port) != sizeof port) ::_exit(1);
    try {
        std::vector<std::unique_ptr<RawClient>> clients;
        for (int client = 0; client < kSockets; ++client) {
            clients.push_back(std::make_unique<RawClient>(port, 0, "127.0.0." + std::to_string(2 + client % 8)));
            if (support::upgrade(*clients.back(), "/echo") != 101) ::_exit(2);
        }
        const char done = 1;
        char ignored = 0;
        if (::write(to_test, &done, 1) == 1) (void)!::read(from_test, &ignored, 1);
    } catch (const std::exception&) {
        ::_exit(3);
    }
    ::_exit(0);
}

TEST(NetIdle, TenThousandSocketsCostLittleAndKeepNobodyWaiting) {
    int to_child[2], to_test[2];
    ASSERT_EQ(::pipe(to_child), 0);
    ASSERT_EQ(::pipe(to_test), 0);
    const pid_t child = ::fork();  // before the server has threads
    if (child == 0) {
        ::close(to_child[1]);
        be_idle(to_child[0], to_test[1]);
    }
    ::close(to_child[0]);
    ::close(to_test[1]);
    server::net::HttpLimits limits;
    limits.max_unknown_sockets = limits.max_unknown_sockets_per_address = kSockets + 10;
    support::TestServer server(limits);
    RawClient bystander(server.port());
    ASSERT_EQ(support::upgrade(bystander, "/echo"), 101);
    EXPECT_EQ(read_frame(bystander).payload, "welcome");
    const std::size_t before = resident_bytes();
    const std::uint16_t port = server.port();
    ASSERT_EQ(::write(to_child[1], &port, sizeof port), static_cast<ssize_t>(sizeof port));
    char done = 0;
    EXPECT_EQ(::read(to_test[0], &done, 1), 1) << "the clients could not open their sockets";
    server.meter().wait_for("sockets", kSockets + 1);
    bystander.send(ClientFrame{.payload = "are you there"}.bytes());
    EXPECT_EQ(read_frame(bystander).payload, "are you there");
    const std::size_t each = (resident_bytes() - before) / kSockets;
    RecordProperty("bytes_each", static_cast<int>(each));
    if (kMemoryTellsAnything) {
        EXPECT_LE(each, kMaxBytesEach);
    }
    ::close(to_child[1]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    server.meter().wait_for("sockets", 1);
}

}  // namespace
