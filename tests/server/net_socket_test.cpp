#include "tests/server/net_support.hpp"

#include <gmock/gmock.h>

namespace {

using server::net::HttpLimits;
using server::net::SocketLimits;
using support::ClientFrame;
using support::RawClient;
using support::read_frame;
using support::TestServer;
using support::upgrade;

// A client on /echo that has heard the welcome.
class Echo {
public:
    explicit Echo(TestServer& server, int receive_buffer = 0) : client(server.port(), receive_buffer) {
        EXPECT_EQ(upgrade(client, "/echo"), 101);
        EXPECT_EQ(read_frame(client).payload, "welcome");
    }
    std::string say(std::string text) {
        client.send(ClientFrame{.payload = std::move(text)}.bytes());
        return read_frame(client).payload;
    }
    int close_code_after(const std::string& bytes) {
        client.try_send(bytes);
        return read_frame(client).close_code();
    }

    RawClient client;
};

TEST(NetSocket, EchoesTextOfEveryLengthForm) {
    TestServer server;
    Echo echo(server);
    for (const std::size_t size : {std::size_t{0}, std::size_t{125}, std::size_t{126}, std::size_t{16000}}) {
        EXPECT_EQ(echo.say(std::string(size, 'a')).size(), size);
    }
    EXPECT_EQ(echo.say("漏电了"), "漏电了");
}

TEST(NetSocket, FramesOfOneAnswerKeepTheirOrder) {
    TestServer server;
    Echo echo(server);
    EXPECT_EQ(echo.say("two"), "one");
    EXPECT_EQ(read_frame(echo.client).payload, "two");
}

TEST(NetSocket, JoinsFragmentsAroundAPing) {
    TestServer server;
    Echo echo(server);
    echo.client.send(ClientFrame{.payload = "ab", .final = false}.bytes() + ClientFrame{.opcode = 9, .payload = "p"}.bytes() +
                     ClientFrame{.opcode = 0, .payload = "cd"}.bytes());
    const auto pong = read_frame(echo.client);
    EXPECT_EQ(pong.opcode, 10);
    EXPECT_EQ(pong.payload, "p");
    EXPECT_EQ(read_frame(echo.client).payload, "abcd");
}

TEST(NetSocket, RefusesAnUpgradeThatTheRouteRefuses) {
    TestServer server;
    RawClient client(server.port());
    EXPECT_EQ(upgrade(client, "/private"), 401);
    RawClient nowhere(server.port());
    EXPECT_EQ(upgrade(nowhere, "/nowhere"), 404);
}

TEST(NetSocket, LosesNothingThatCameTogetherWithTheHandshake) {
    TestServer server;
    RawClient client(server.port());
    client.send(support::get("/echo", support::kHandshake) + ClientFrame{.payload = "one"}.bytes() + ClientFrame{.payload = "two"}.bytes().substr(0, 7));
    EXPECT_EQ(support::read_reply(client).status, 101);
    EXPECT_EQ(read_frame(client).payload, "welcome");
    EXPECT_EQ(read_frame(client).payload, "one");
    client.send(ClientFrame{.payload = "two"}.bytes().substr(7));
    EXPECT_EQ(read_frame(client).payload, "one");  // "two" is answered with two
    EXPECT_EQ(read_frame(client).payload, "two");
}

TEST(NetSocket, SaysWhyItCloses) {
    TestServer server;
    const auto code = [&](const std::string& bytes) { return Echo(server).close_code_after(bytes); };
    EXPECT_EQ(code(ClientFrame{.payload = "bare", .masked = false}.bytes()), 1002) << "not masked";
    EXPECT_EQ(code(ClientFrame{.opcode = 3, .payload = "?"}.bytes()), 1002) << "unknown opcode";
    EXPECT_EQ(code(ClientFrame{.opcode = 0, .payload = "?"}.bytes()), 1002) << "continues nothing";
    EXPECT_EQ(code(ClientFrame{.opcode = 9, .payload = std::string(126, 'p')}.bytes()), 1002) << "a ping too long";
    EXPECT_EQ(code(ClientFrame{.payload = "\xff"}.bytes()), 1007) << "bad UTF-8";
    EXPECT_EQ(code(ClientFrame{.payload = "\xe6\xbc"}.bytes()), 1007) << "UTF-8 cut off";
    EXPECT_EQ(code(ClientFrame{.opcode = 2, .payload = "x"}.bytes()), 1003) << "binary";
    EXPECT_EQ(code(ClientFrame{.payload = "throw"}.bytes()), 1011) << "the session failed";
    EXPECT_EQ(code(ClientFrame{.payload = "close"}.bytes()), 1000) << "the session closed";
    EXPECT_EQ(code(ClientFrame{.opcode = 8, .payload = "\x03\xe9"}.bytes()), 1001) << "the client closed";
    EXPECT_EQ(Echo(server).say("still here"), "still here");
}

TEST(NetSocket, ClosesTheConnectionAfterTheClosingFrames) {
    TestServer server;
    Echo echo(server);
    EXPECT_EQ(echo.close_code_after(ClientFrame{.payload = "close"}.bytes()), 1000);
    echo.client.send(ClientFrame{.opcode = 8, .payload = "\x03\xe8"}.bytes());
    EXPECT_TRUE(echo.client.at_end());
    server.meter().wait_for("connections", 0);
}

TEST(NetSocket, TakesAMessageAtTheLimitAndRefusesOneByteMore) {
    SocketLimits limits;
    limits.max_message_bytes = 1000;
    TestServer server({}, limits);
    Echo echo(server);
    EXPECT_EQ(echo.say(std::string(1000, 'a')).size(), 1000u);
    EXPECT_EQ(echo.close_code_after(ClientFrame{.payload = std::string(1001, 'a')}.bytes()), 1009);
    Echo in_parts(server);
    EXPECT_EQ(in_parts.close_code_after(ClientFrame{.payload = std::string(600, 'a'), .final = false}.bytes() +
                                        ClientFrame{.opcode = 0, .payload = std::string(401, 'a')}.bytes()),
              1009);
    server.meter().wait_for("message_bytes", 2);
}

TEST(NetSocket, TakesAMessageOfAsManyFramesAsTheLimitAndRefusesOneMore) {
    SocketLimits limits;
    limits.max_frames_per_message = 4;
    TestServer server({}, limits);
    const auto message = [](int frames) {
        std::string bytes = ClientFrame{.payload = "a", .final = false}.bytes();
        for (int frame = 2; frame < frames; ++frame) bytes += ClientFrame{.opcode = 0, .payload = "a", .final = false}.bytes();
        return bytes + ClientFrame{.opcode = 0, .payload = "a"}.bytes();
    };
    Echo echo(server);
    echo.client.send(message(4));
    EXPECT_EQ(read_frame(echo.client).payload, "aaaa");
    EXPECT_EQ(echo.close_code_after(message(5)), 1008);
    EXPECT_EQ(server.meter().count("frames_per_message"), 1);
}

TEST(NetSocket, CutsOffEndlessEmptyContinuations) {
    TestServer server;
    Echo echo(server);
    std::string bytes = ClientFrame{.payload = "", .final = false}.bytes();
    for (int frame = 0; frame < 40; ++frame) bytes += ClientFrame{.opcode = 0, .payload = "", .final = false}.bytes();
    EXPECT_EQ(echo.close_code_after(bytes), 1008);
}

TEST(NetSocket, GivesUpOnAMessageThatDoesNotEnd) {
    SocketLimits limits;
    limits.message_deadline = std::chrono::seconds(1);
    TestServer server({}, limits);
    Echo fragments(server);
    Echo half_a_frame(server);
    EXPECT_EQ(fragments.close_code_after(ClientFrame{.payload = "a", .final = false}.bytes()), 1008);
    EXPECT_EQ(half_a_frame.close_code_after(ClientFrame{.payload = "abc"}.bytes().substr(0, 7)), 1008);
}

TEST(NetSocket, PingsASilentClientAndCutsItWhenItStaysSilent) {
    SocketLimits limits;
    limits.idle = std::chrono::seconds(4);
    TestServer server({}, limits);
    Echo echo(server);
    EXPECT_EQ(read_frame(echo.client).opcode, 9);
    EXPECT_TRUE(echo.client.at_end());
    EXPECT_EQ(server.meter().count("idle_time"), 1);
}

TEST(NetSocket, WhatWasQueuedIsStillWrittenToAClientThatHasEndedItsSide) {
    HttpLimits all;
    SocketLimits limits;
    limits.max_queued_bytes = all.max_held_bytes = 256 << 20;
    TestServer server(all, limits);
    Echo echo(server, 64 * 1024);
    echo.client.send(ClientFrame{.payload = "flood"}.bytes());  // more than the kernel takes at once
    echo.client.end();
    for (int frame = 0; frame < 8'000; ++frame) ASSERT_EQ(read_frame(echo.client).payload.size(), 1000U) << frame;
    EXPECT_TRUE(echo.client.at_end());
}

TEST(NetSocket, CutsAReaderThatIsTooSlow) {
    TestServer server;
    Echo echo(server, 4096);
    echo.client.send(ClientFrame{.payload = "flood"}.bytes());
    server.meter().wait_for("queued_bytes", 1);
    server.meter().wait_for("connections", 0);
    EXPECT_EQ(Echo(server).say("others go on"), "others go on");
}

TEST(NetSocket, CutsAClientThatPingsButNeverReads) {
    SocketLimits limits;
    limits.max_queued_bytes = 8 * 1024;
    limits.max_frames_per_second = 1'000'000;
    TestServer server({}, limits);
    Echo echo(server, 4096);
    std::string pings;
    for (int ping = 0; ping < 1000; ++ping) pings += ClientFrame{.opcode = 9, .payload = std::string(125, 'p')}.bytes();
    while (echo.client.try_send(pings)) {
    }
    server.meter().wait_for("queued_bytes", 1);
}

TEST(NetSocket, RefusesOneUnknownSocketMoreThanAnAddressMayHave) {
    HttpLimits limits;
    limits.max_unknown_sockets_per_address = 1;
    TestServer server(limits);
    Echo first(server);
    RawClient second(server.port());
    EXPECT_EQ(upgrade(second, "/echo"), 429);
    first.client.send(ClientFrame{.payload = "known"}.bytes());
    EXPECT_EQ(first.say("so"), "so");
    Echo third(server);
    EXPECT_EQ(server.meter().count("unknown_sockets_per_source"), 1);
}

TEST(NetSocket, StoppingClosesWith1012AndLosesNothingThatWasSaid) {
    TestServer server;
    Echo echo(server);
    std::thread stop([&] { server.server().stop(std::chrono::seconds(5)); });
    EXPECT_EQ(read_frame(echo.client).close_code(), 1012);
    echo.client.send(ClientFrame{.opcode = 8, .payload = "\x03\xf4"}.bytes());
    EXPECT_TRUE(echo.client.at_end());
    stop.join();
    EXPECT_EQ(server.meter().count("connections"), 0);
}

TEST(NetSocket, StoppingDoesNotWaitForAClientThatDoesNotAnswer) {
    TestServer server;
    Echo echo(server);
    server.server().stop(std::chrono::milliseconds(1));
    EXPECT_EQ(server.meter().count("connections"), 0);
}

}  // namespace
