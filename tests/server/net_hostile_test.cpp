// Clients who mean harm. Of each attack: the server lives, what it holds stays bounded, and another client is answered while the attack goes on.
#include "tests/server/net_support.hpp"

#include "server/net/budget.hpp"

#include <gtest/gtest.h>

namespace {

using server::net::HttpLimits;
using server::net::SocketLimits;
using support::ask;
using support::ClientFrame;
using support::get;
using support::RawClient;
using support::read_frame;
using support::TestServer;

std::string text(std::string payload, bool final = true) { return ClientFrame{.payload = std::move(payload), .final = final}.bytes(); }

// Clients with an open socket that have heard the welcome.
std::vector<std::unique_ptr<RawClient>> open(TestServer& server, int count, int receive_buffer = 0) {
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int client = 0; client < count; ++client) {
        clients.push_back(std::make_unique<RawClient>(server.port(), receive_buffer));
        EXPECT_EQ(support::upgrade(*clients.back(), "/echo"), 101);
        EXPECT_EQ(read_frame(*clients.back()).payload, "welcome");
    }
    return clients;
}

// Somebody who only wants to talk, on each lane one.
class Bystanders {
public:
    explicit Bystanders(TestServer& server) : clients_(open(server, 2)) {}
    void talk() {
        for (auto& client : clients_) {
            client->send(text("are you there"));
            EXPECT_EQ(read_frame(*client).payload, "are you there");
        }
    }

private:
    std::vector<std::unique_ptr<RawClient>> clients_;
};

SocketLimits without_frame_limit() {
    SocketLimits limits;
    limits.max_frames_per_second = 10'000'000;
    return limits;
}

TEST(NetHostile, AFloodOfFramesEndsAtItsLimit) {
    SocketLimits limits;
    limits.max_frames_per_second = 50;
    TestServer server({}, limits);
    Bystanders bystanders(server);
    for (const int opcode : {1, 9, 10}) {
        auto clients = open(server, 1);
        std::string frames;
        for (int frame = 0; frame < 50; ++frame) frames += ClientFrame{.opcode = opcode, .payload = "f"}.bytes();
        clients[0]->send(frames);  // the limit: all are heard
        for (int frame = 0; frame < 50 && opcode != 10; ++frame) ASSERT_EQ(read_frame(*clients[0]).payload, "f");
        clients[0]->try_send(frames + frames + frames);  // more than two seconds may bring
        bystanders.talk();
        auto last = read_frame(*clients[0]);
        while (last.opcode != 8) last = read_frame(*clients[0]);
        EXPECT_EQ(last.close_code(), 1008) << opcode;
    }
    EXPECT_EQ(server.meter().count("frames_per_second"), 3);
}

TEST(NetHostile, ReadersWhoDoNotReadAreCutAndTheOthersAnswered) {
    TestServer server({}, without_frame_limit());
    Bystanders bystanders(server);
    auto clients = open(server, 4, 4096);
    for (auto& client : clients) client->send(text("flood"));
    bystanders.talk();
    server.meter().wait_for("queued_bytes", 4);
    bystanders.talk();
    server.meter().wait_for("connections", 2);
}

TEST(NetHostile, WritersWhoDoNotFinishHoldOnlyTheirShare) {
    HttpLimits limits;
    limits.max_held_bytes = 2 * 64 * 1024;  // 64 KiB a lane
    limits.max_unknown_sockets_per_address = 1000;
    TestServer server(limits);
    Bystanders bystanders(server);
    auto clients = open(server, 40);
    for (auto& client : clients) client->try_send(text(std::string(12'000, 'a'), false) + text("b").substr(0, 3));
    bystanders.talk();
    // 40 messages of 12,000 bytes that do not end are more than there is for all: those who come too late are cut.
    server.meter().wait_for_at_least("held_bytes", 20);
    bystanders.talk();
    clients.clear();
    server.meter().wait_for("connections", 2);
    auto later = open(server, 4);  // what they held is there again
    for (auto& client : later) client->send(text(std::string(12'000, 'a')));
    for (auto& client : later) EXPECT_EQ(read_frame(*client).payload.size(), 12'000U);
}

TEST(NetHostile, BodiesThatDoNotEndAreRefusedBeyondWhatThereIsForAll) {
    HttpLimits limits;
    limits.max_held_bytes = 2 * 100'000;
    TestServer server(limits);
    Bystanders bystanders(server);
    const std::string begun = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\nabc";
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int client = 0; client < 6; ++client) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        clients.back()->send(begun);
    }
    server.meter().wait_for("held_bytes", 4);  // one on each lane may wait
    bystanders.talk();
    EXPECT_EQ(ask(server.port(), get("/ping")).status, 200);
    const auto refused = ask(server.port(), begun);
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.headers.at("retry-after"), "3");
    clients.clear();
    server.meter().wait_for("connections", 2);
    EXPECT_EQ(ask(server.port(), "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n" + std::string(60000, 'a')).body.size(), 60000U);
}

TEST(NetHostile, SlowHeadsAndBodiesKeepNobodyElseWaiting) {
    HttpLimits limits;
    limits.header_deadline = limits.body_deadline = std::chrono::seconds(1);
    TestServer server(limits);
    Bystanders bystanders(server);
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int client = 0; client < 100; ++client) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        clients.back()->send(client % 2 == 0 ? "GET /pi" : "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n123");
    }
    bystanders.talk();
    for (auto& client : clients) EXPECT_EQ(support::read_reply(*client).status, 408);
    bystanders.talk();
}

TEST(NetHostile, ConnectionsThatComeAndGoAtAnyMomentLeaveNothing) {
    HttpLimits limits;
    limits.max_unknown_sockets_per_address = 1000;
    TestServer server(limits);
    Bystanders bystanders(server);
    const std::string handshake = get("/echo", support::kHandshake);
    for (int round = 0; round < 300; ++round) {
        RawClient client(server.port());
        switch (round % 5) {
            case 0: break;
            case 1: client.send(handshake.substr(0, static_cast<std::size_t>(round) % handshake.size())); break;
            case 2: client.send(handshake); break;  // closes without reading: the kernel answers with a reset
            case 3: client.send(handshake + text("half of a frame").substr(0, 9)); break;
            default: client.send(handshake + text("two") + text("close")); break;
        }
        if (round % 50 == 0) bystanders.talk();
    }
    server.meter().wait_for("connections", 2);
    server.meter().wait_for("sockets", 2);
    bystanders.talk();
}

TEST(NetHostile, AClientThatStaysSilentAfterOurCloseIsCut) {
    TestServer server;
    auto clients = open(server, 3);
    clients[0]->send(text("close"));                             // answered by nothing
    clients[1]->send(ClientFrame{.opcode = 3, .payload = "x"}.bytes());  // a broken rule
    clients[2]->send(ClientFrame{.opcode = 8, .payload = "\x03\xe8"}.bytes());
    server.meter().wait_for("connections", 0);
}

TEST(NetBudget, AConnectionHasItsFirstBytesForNothingAndTheRestFromAllOfThem) {
    using namespace server::net;
    Budget budget(1000);
    {
        Held one(budget);
        Held other(budget);
        EXPECT_TRUE(one.set(kFreeBytes));
        EXPECT_EQ(budget.left(), 1000U);
        EXPECT_TRUE(one.set(kFreeBytes + 1000)) << "the limit";
        EXPECT_EQ(budget.left(), 0U);
        EXPECT_TRUE(other.set(kFreeBytes));
        EXPECT_FALSE(other.set(kFreeBytes + 1)) << "one past it";
        EXPECT_TRUE(one.set(kFreeBytes + 999));
        EXPECT_TRUE(other.set(kFreeBytes + 1));
    }
    EXPECT_EQ(budget.left(), 1000U);
}

}  // namespace
