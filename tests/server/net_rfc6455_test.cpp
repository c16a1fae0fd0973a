// RFC 6455 over a raw TCP connection to a real server: what it answers to every rule kept and broken, and how it ends. The same rules
// in every cut are the table of net_frame_parser_test.cpp.
#include "tests/server/net_support.hpp"

#include <gmock/gmock.h>

namespace {

using server::net::SocketLimits;
using support::ClientFrame;
using support::RawClient;
using support::read_frame;
using support::ServerFrame;
using support::TestServer;
using namespace std::string_literals;

constexpr int kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10;

std::string frame(int opcode, std::string payload, bool final = true) { return ClientFrame{.opcode = opcode, .payload = std::move(payload), .final = final}.bytes(); }
std::string text(std::string payload) { return frame(kText, std::move(payload)); }
std::string close(unsigned code, const std::string& reason = "") {
    return frame(kClose, std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)} + reason);
}

// One server for the whole table.
class Rfc6455 : public testing::Test {
protected:
    static void SetUpTestSuite() { server_ = new TestServer(); }
    static void TearDownTestSuite() { delete std::exchange(server_, nullptr); }

    static std::unique_ptr<RawClient> open() {
        auto client = std::make_unique<RawClient>(server_->port());
        EXPECT_EQ(support::upgrade(*client, "/echo"), 101);
        EXPECT_EQ(read_frame(*client).payload, "welcome");
        return client;
    }
    // What the server's close frame says after these bytes, and that it then ends the connection.
    static int ended_with(const std::string& bytes) {
        const auto client = open();
        client->try_send(bytes);
        ServerFrame frame = read_frame(*client);
        while (frame.opcode != kClose) frame = read_frame(*client);
        const int code = frame.close_code();
        EXPECT_TRUE(client->at_end()) << "something follows the close frame";
        return code;
    }

    static TestServer* server_;
};

TestServer* Rfc6455::server_ = nullptr;

TEST_F(Rfc6455, EndsWithTheCodeOfTheRuleThatIsBroken) {
    const std::string mask = "\x11\x22\x33\x44";
    std::vector<std::tuple<const char*, std::string, int>> rows{
        {"no mask", ClientFrame{.payload = "a", .masked = false}.bytes(), 1002},
        {"no mask on a ping", ClientFrame{.opcode = kPing, .payload = "", .masked = false}.bytes(), 1002},
        {"length in two bytes that takes one", "\x81\xFE\x00\x05"s + mask + "hello", 1002},
        {"length in eight bytes that takes two", "\x81\xFF\0\0\0\0\0\0\x01\0"s + mask, 1002},
        {"top bit of the length", "\x81\xFF\x80\0\0\0\0\0\0\0"s + mask, 1002},
        {"a ping in parts", frame(kPing, "p", false), 1002},
        {"a pong in parts", frame(kPong, "p", false), 1002},
        {"a close in parts", frame(kClose, "", false), 1002},
        {"a ping of 126 bytes", frame(kPing, std::string(126, 'p')), 1002},
        {"continues nothing", frame(0, "a"), 1002},
        {"a message inside a message", frame(kText, "a", false) + text("b"), 1002},
        {"binary", frame(kBinary, "a"), 1003},
        {"no UTF-8", text("\xff"), 1007},
        {"an overlong form", text("\xc0\xaf"), 1007},
        {"a surrogate", text("\xed\xa0\x80"), 1007},
        {"beyond U+10FFFF", text("\xf4\x90\x80\x80"), 1007},
        {"no UTF-8 across frames", frame(kText, "\xf0\x9f", false) + frame(0, "\x98\xff"), 1007},
        {"UTF-8 that does not end", frame(kText, "\xf0\x9f", false) + frame(0, "\x98"), 1007},
        {"no UTF-8 in a frame that goes on", text("ab\xff" + std::string(1000, 'a')).substr(0, 20), 1007},
        {"half a close code", frame(kClose, "\x03"), 1002},
        {"a close reason that is no UTF-8", close(1000, "\xff"), 1007},
    };
    for (const int bit : {0x40, 0x20, 0x10}) {
        std::string bytes = text("a");
        bytes[0] = static_cast<char>(bytes[0] | bit);
        rows.emplace_back("a reserved bit", bytes, 1002);
    }
    for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) rows.emplace_back("a reserved opcode", frame(opcode, ""), 1002);
    for (const unsigned code : {0U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 2999U, 5000U, 65535U}) rows.emplace_back("a close code that may not be sent", close(code), 1002);
    for (const auto& [what, bytes, code] : rows) EXPECT_EQ(ended_with(bytes), code) << what;
}

TEST_F(Rfc6455, AnswersACloseWithItsOwnCode) {
    for (const unsigned code : {1000U, 1001U, 1002U, 1003U, 1007U, 1011U, 1014U, 3000U, 4999U}) {
        EXPECT_EQ(ended_with(close(code, "再见")), static_cast<int>(code));
    }
    EXPECT_EQ(ended_with(frame(kClose, "")), 0) << "no code, no code";
}

TEST_F(Rfc6455, HearsNothingAfterAClose) {
    const auto client = open();
    client->send(text("before") + close(1000) + text("after") + frame(kPing, "after"));
    EXPECT_EQ(read_frame(*client).payload, "before");
    EXPECT_EQ(read_frame(*client).close_code(), 1000);
    EXPECT_TRUE(client->at_end());
}

TEST_F(Rfc6455, AnswersPingsAlsoBetweenTheFramesOfAMessageAndTakesPongsSilently) {
    const auto client = open();
    client->send(frame(kPong, "unasked") + frame(kText, "a", false) + frame(kPing, "") + frame(0, "b", false) + frame(kPing, std::string(125, 'p')) + frame(0, "c"));
    for (const std::string& payload : {""s, std::string(125, 'p')}) {
        const ServerFrame pong = read_frame(*client);
        EXPECT_EQ(pong.opcode, kPong);
        EXPECT_EQ(pong.payload, payload);
    }
    EXPECT_EQ(read_frame(*client).payload, "abc");
}

TEST_F(Rfc6455, TakesAsManyFramesAndBytesAsTheShippedLimitsAndNoMore) {
    const auto in_frames = [](int count) {
        std::string bytes = frame(kText, "a", false);
        for (int at = 2; at < count; ++at) bytes += frame(0, "a", false);
        return bytes + frame(0, "a");
    };
    const auto client = open();
    client->send(in_frames(32) + text(std::string(16 * 1024, 'b')));
    EXPECT_EQ(read_frame(*client).payload, std::string(32, 'a'));
    EXPECT_EQ(read_frame(*client).payload, std::string(16 * 1024, 'b'));
    EXPECT_EQ(ended_with(in_frames(33)), 1008);
    EXPECT_EQ(ended_with(text(std::string(16 * 1024 + 1, 'b'))), 1009);
    EXPECT_EQ(ended_with("\x81\xFF\0\0\0\x01\0\0\0\0"s + "mask"), 1009) << "known from the length alone";
}

TEST_F(Rfc6455, UnderstandsAWholeDialogByteByByte) {
    const auto client = open();
    const std::string dialog = text("漏电了") + frame(kPing, "p") + frame(kText, "in ", false) + frame(0, "parts") + text(std::string(200, 'x')) + close(1000);
    for (const char byte : dialog) client->send({&byte, 1});
    EXPECT_EQ(read_frame(*client).payload, "漏电了");
    EXPECT_EQ(read_frame(*client).opcode, kPong);
    EXPECT_EQ(read_frame(*client).payload, "in parts");
    EXPECT_EQ(read_frame(*client).payload.size(), 200U);
    EXPECT_EQ(read_frame(*client).close_code(), 1000);
    EXPECT_TRUE(client->at_end());
}

TEST_F(Rfc6455, UnderstandsAWholeDialogInOneWriteWithTheHandshake) {
    RawClient client(server_->port());
    std::string dialog = support::get("/echo", support::kHandshake);
    for (int message = 0; message < 50; ++message) dialog += text("m" + std::to_string(message));
    client.send(dialog + close(1000));
    EXPECT_EQ(support::read_reply(client).status, 101);
    EXPECT_EQ(read_frame(client).payload, "welcome");
    for (int message = 0; message < 50; ++message) EXPECT_EQ(read_frame(client).payload, "m" + std::to_string(message));
    EXPECT_EQ(read_frame(client).close_code(), 1000);
    EXPECT_TRUE(client.at_end());
}

TEST_F(Rfc6455, AClientThatEndsItsSideStillGetsItsAnswers) {
    const auto client = open();
    client->send(text("last words"));
    client->end();
    EXPECT_EQ(read_frame(*client).payload, "last words");
    EXPECT_TRUE(client->at_end());
}

TEST_F(Rfc6455, TheHandshakeIsTakenToTheLetter) {
    const std::string version = "Sec-WebSocket-Version: 13\r\n", key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    const std::string both = version + key, ask = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    const auto status = [](const std::string& request) { return support::ask(server_->port(), request).status; };
    const auto get = [&](const std::string& headers) { return status(support::get("/echo", headers)); };

    EXPECT_EQ(get("Connection: keep-alive, Upgrade\r\nUpgrade: h2c, WebSocket\r\n" + both), 101) << "lists";
    EXPECT_EQ(get("connection: uPGRADE\r\nupgrade: WEBSOCKET\r\n" + both), 101) << "case";
    EXPECT_EQ(get("Connection: keep-alive\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" + both), 101) << "a list in two lines";
    EXPECT_EQ(get("Connection: keep-alive\r\nUpgrade: websocket\r\n" + both), 400) << "Connection without the token";
    EXPECT_EQ(get("Upgrade: websocket\r\n" + both), 400) << "no Connection";
    EXPECT_EQ(get("Connection: Upgraded\r\nUpgrade: websocket\r\n" + both), 400) << "another token";
    EXPECT_EQ(get("Connection: Upgrade\r\nUpgrade: websockets\r\n" + both), 405) << "no request for a WebSocket: the path has a POST";
    EXPECT_EQ(get(both), 405);
    EXPECT_EQ(get(ask + key), 426) << "no version";
    EXPECT_EQ(get(ask + "Sec-WebSocket-Version: 8\r\n" + key), 426);
    EXPECT_EQ(get(ask + "Sec-WebSocket-Version: 13, 8\r\n" + key), 426);
    EXPECT_EQ(support::ask(server_->port(), support::get("/echo", ask + "Sec-WebSocket-Version: 8\r\n" + key)).headers["sec-websocket-version"], "13");
    EXPECT_EQ(get(ask + version), 400) << "no key";
    for (const char* bad : {"dGhlIHNhbXBsZSBub25jZ===", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZR==", "dGhlIHNhbXBsZSBub25j!Q==", "c2hvcnQ=",
                            "dGhlIHNhbXBsZSBub25jZSB0b28gbG9uZw=="}) {
        EXPECT_EQ(get(ask + version + "Sec-WebSocket-Key: " + bad + "\r\n"), 400) << bad;
    }
    EXPECT_EQ(get(ask + both + key), 400) << "two keys";
    EXPECT_EQ(get(ask + both + version), 400) << "two versions";
    EXPECT_EQ(get(ask + both + "Content-Length: 1\r\n") , 400) << "a body";
    EXPECT_EQ(get(ask + both + "Host: other\r\n"), 400) << "two hosts";
    EXPECT_EQ(status("GET /echo HTTP/1.0\r\nHost: localhost\r\n" + ask + both + "\r\n"), 400) << "HTTP/1.0";
    EXPECT_EQ(status("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n" + ask + both + "\r\n"), 400) << "POST";
    EXPECT_EQ(status("GET http://localhost/echo HTTP/1.1\r\nHost: localhost\r\n" + ask + both + "\r\n"), 400) << "absolute form";
}

TEST_F(Rfc6455, TheHandshakesAnswerIsTheOneOfTheStandard) {
    RawClient client(server_->port());
    client.send(support::get("/echo", std::string(support::kHandshake) + "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Protocol: v1\r\n"));
    auto reply = support::read_reply(client);
    EXPECT_EQ(reply.status, 101);
    EXPECT_EQ(reply.headers["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_FALSE(reply.headers.contains("sec-websocket-extensions")) << "no compression: one client could make the process run out of memory";
    EXPECT_FALSE(reply.headers.contains("sec-websocket-protocol"));
}

}  // namespace
