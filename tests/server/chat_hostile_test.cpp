// Customers who mean harm, through the whole server: what they send is refused, they are sent away, and another customer is served.
#include "tests/server/net_support.hpp"
#include "tests/server/service_support.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::json;
using support::ClientFrame;
using support::RawClient;
using support::read_frame;
using support::RunningService;
using support::upgrade;

constexpr int kMaxBadFrames = 10;

void say(RawClient& client, std::string text) { client.send(ClientFrame{.payload = std::move(text)}.bytes()); }

// What the server answers to a frame so many times, and that it then closes.
void expect_sent_away(RunningService& service, const std::string& frame, const std::string& code, int answers = kMaxBadFrames) {
    RawClient client(service.port());
    ASSERT_EQ(upgrade(client, "/chat"), 101);
    for (int bad = 0; bad < answers; ++bad) {
        say(client, frame);
        const auto answer = Json::parse(read_frame(client).payload);
        EXPECT_EQ(answer["type"], "error") << answer;
        EXPECT_EQ(answer["code"], code) << frame.substr(0, 60);
    }
    if (answers < kMaxBadFrames) say(client, frame);  // the last one is not answered any more
    EXPECT_EQ(read_frame(client).close_code(), 1008) << frame.substr(0, 60);
    EXPECT_TRUE(client.at_end());
}

void expect_served(RunningService& service) {
    RawClient client(service.port());
    ASSERT_EQ(upgrade(client, "/chat"), 101);
    say(client, R"({"type":"hello","locale":"zh-CN"})");
    EXPECT_EQ(Json::parse(read_frame(client).payload)["type"], "welcome");
}

TEST(ChatHostile, GuessingTokensEndsAfterAFewTries) {
    RunningService service;
    expect_sent_away(service, R"({"type":"hello","token":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","after_seq":0})", "unknown_token", kMaxBadFrames - 1);
    expect_served(service);
}

TEST(ChatHostile, FramesBeyondTheLimitsAreRefusedAndTheirSenderSentAway) {
    RunningService service;
    std::string keys = "{\"type\":\"hello\"";
    for (int key = 0; key < 128; ++key) keys += ",\"k" + std::to_string(key) + "\":1";
    const std::string deep = "{\"type\":\"hello\",\"a\":" + std::string(16, '[') + std::string(16, ']') + "}";
    for (const std::string& frame : {keys + "}", deep, std::string(15'000, '['), std::string(R"({"type":"hello","type":"hello"})"), std::string(R"({"type":"hello","after_seq":1e999})"),
                                     std::string(R"({"type":"hello","after_seq":99999999999999999999})"), std::string("nonsense"), std::string()}) {
        expect_sent_away(service, frame, "hello_first");
    }
    expect_served(service);
}

TEST(ChatHostile, AFloodOfGoodFramesEndsAtItsLimitWhileAnotherCustomerIsServed) {
    RunningService service;
    RawClient client(service.port());
    ASSERT_EQ(upgrade(client, "/chat"), 101);
    std::string flood = ClientFrame{.payload = R"({"type":"hello","locale":"en"})"}.bytes();
    for (int frame = 0; frame < 1600; ++frame) flood += ClientFrame{.payload = R"({"type":"typing"})"}.bytes();
    client.try_send(flood);
    expect_served(service);
    auto last = read_frame(client);
    while (last.opcode != 8) last = read_frame(client);
    EXPECT_EQ(last.close_code(), 1008);
}

}  // namespace
