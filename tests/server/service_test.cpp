#include "server/service.hpp"

#include "server/commands/serve.hpp"
#include "server/log.hpp"
#include "tests/server/service_support.hpp"

#include <gmock/gmock.h>

namespace {

using support::ask;
using support::Browser;
using support::ClientFrame;
using support::get;
using support::Json;
using support::RawClient;
using support::read_frame;
using support::RunningService;
using support::upgrade;
using testing::HasSubstr;
using testing::Not;

std::string origin(const std::string& value) { return "Origin: " + value + "\r\n"; }

TEST(Service, ServesThePagesWithTheirHeaders) {
    RunningService service;
    const auto shop = ask(service.port(), get("/"));
    EXPECT_THAT(shop.body, HasSubstr("shop"));
    EXPECT_THAT(shop.headers.at("content-security-policy"), HasSubstr("default-src 'none'"));
    EXPECT_THAT(shop.headers.at("content-security-policy"), HasSubstr("require-trusted-types-for 'script'"));
    EXPECT_EQ(shop.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(shop.headers.at("cross-origin-resource-policy"), "same-origin");
    EXPECT_EQ(ask(service.port(), get("/desk")).headers.at("location"), "/desk/");
    EXPECT_THAT(ask(service.port(), get("/desk/")).body, HasSubstr("desk"));
    EXPECT_EQ(ask(service.port(), get("/../index.html")).status, 404);
}

TEST(Service, AWidgetMayBeLoadedByAnyPage) {
    RunningService service;
    const auto widget = ask(service.port(), get("/widget.js"));
    EXPECT_THAT(widget.headers.at("content-type"), HasSubstr("javascript"));
    EXPECT_EQ(widget.headers.at("cross-origin-resource-policy"), "cross-origin");
    EXPECT_EQ(widget.headers.at("access-control-allow-origin"), "*");
}

TEST(Service, AnUnchangedPageIsNotSentAgain) {
    RunningService service;
    const auto first = ask(service.port(), get("/"));
    const auto again = ask(service.port(), get("/", "If-None-Match: " + first.headers.at("etag") + "\r\n"));
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
}

TEST(Service, WithoutPagesAPageSaysSo) {
    const auto files = server::StaticFiles::missing("no folder");
    server::net::Request request;
    request.path = "/desk/";
    EXPECT_THAT(files.answer(request).body, HasSubstr("--web"));
    EXPECT_THROW(server::StaticFiles::read("/nowhere/at/all"), std::runtime_error);
}

TEST(Service, TellsItsHealthAndItsFigures) {
    RunningService service;
    EXPECT_EQ(ask(service.port(), get("/healthz")).body, "ok\n");
    EXPECT_EQ(ask(service.port(), get("/readyz")).body, "ready\n");
    const auto metrics = ask(service.port(), get("/metrics"));
    EXPECT_THAT(metrics.body, HasSubstr("frontdesk_connections 1"));
    EXPECT_THAT(metrics.body, HasSubstr("frontdesk_store_writable 1"));
    EXPECT_THAT(metrics.body, HasSubstr("frontdesk_queue_length 0"));
    EXPECT_THAT(metrics.body, HasSubstr("frontdesk_http_requests_total{method=\"GET\",status=\"200\"} 2"));
}

TEST(Service, OnlyAllowedPagesOpenTheCustomersSocket) {
    RunningService service({"https://shop.example"});
    const auto status = [&](const std::string& headers) {
        RawClient client(service.port());
        return upgrade(client, "/chat", headers);
    };
    EXPECT_EQ(status(""), 101) << "a program";
    EXPECT_EQ(status(origin("https://shop.example")), 101);
    EXPECT_EQ(status(origin("http://localhost")), 101) << "the server's own page";
    EXPECT_EQ(status(origin("https://evil.example")), 403);
    EXPECT_EQ(status(origin("null")), 403);
}

TEST(Service, OnlyTheDesksOwnPageWithASessionOpensTheAgentsSocket) {
    RunningService service({"https://shop.example"});
    Browser admin(service, "admin", service.password());
    const auto status = [&](const std::string& headers) {
        RawClient client(service.port());
        return upgrade(client, "/desk", headers);
    };
    EXPECT_EQ(status(admin.cookie_header()), 403) << "no Origin";
    EXPECT_EQ(status(admin.cookie_header() + origin("https://shop.example")), 403) << "a shop's page";
    EXPECT_EQ(status(origin("http://localhost")), 401);
    EXPECT_EQ(status(admin.cookie_header() + origin("http://localhost")), 101);
}

TEST(Service, ACustomerIsGreetedOverTheNetwork) {
    RunningService service;
    RawClient client(service.port());
    ASSERT_EQ(upgrade(client, "/chat"), 101);
    client.send(ClientFrame{.payload = R"({"type":"hello","locale":"zh-CN"})"}.bytes());
    EXPECT_EQ(Json::parse(read_frame(client).payload)["type"], "welcome");
    Json frame = Json::parse(read_frame(client).payload);
    while (frame["type"] != "entry") frame = Json::parse(read_frame(client).payload);
    EXPECT_EQ(frame["from"], "bot");
    client.send(ClientFrame{.payload = R"({"type":"message","cid":"c1","text":"空调不制冷"})"}.bytes());
    while (frame["type"] != "entry" || frame["seq"] < 4) frame = Json::parse(read_frame(client).payload);
    const std::string metrics = ask(service.port(), get("/metrics")).body;
    EXPECT_THAT(metrics, HasSubstr("frontdesk_reply_seconds_count{by=\"bot\"} 1")) << "R2 is measured";
    EXPECT_THAT(metrics, HasSubstr("frontdesk_messages_total 1"));
    EXPECT_THAT(metrics, Not(HasSubstr("frontdesk_commit_seconds_count 0")));
}

TEST(Service, EndingAUsersSessionsClosesTheLiveSocket) {
    RunningService service;
    const std::string password = service.add_agent("ann");
    Browser ann(service, "ann", password);
    Browser admin(service, "admin", service.password());
    RawClient socket(service.port());
    ASSERT_EQ(upgrade(socket, "/desk", ann.cookie_header() + origin("http://localhost")), 101);
    ASSERT_EQ(Json::parse(read_frame(socket).payload)["type"], "welcome");
    const std::string id = service.store().user_named("ann")->id;
    EXPECT_EQ(admin.post("/api/v1/users/" + id, {{"active", false}}).status, 200);
    const auto asked = std::chrono::steady_clock::now();
    auto frame = read_frame(socket);
    while (frame.opcode != 8) frame = read_frame(socket);
    EXPECT_EQ(frame.close_code(), 1008);
    EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds(1));
}

TEST(Service, StoppingSaysWhenToComeBack) {
    RunningService service;
    RawClient client(service.port());
    ASSERT_EQ(upgrade(client, "/chat"), 101);
    client.send(ClientFrame{.payload = R"({"type":"hello","locale":"en"})"}.bytes());
    std::string said;
    auto frame = read_frame(client);
    std::thread stop([&] { service.service().stop(); });
    while (frame.opcode != 8) {
        said += frame.payload;
        frame = read_frame(client);
    }
    EXPECT_EQ(frame.close_code(), 1012);
    EXPECT_THAT(said, HasSubstr("\"reconnect\""));
    stop.join();
}

TEST(Serve, UnderstandsWhereToListen) {
    using server::commands::parse_listen;
    EXPECT_EQ(parse_listen("127.0.0.1:8080"), std::pair(std::string("127.0.0.1"), std::uint16_t{8080}));
    EXPECT_EQ(parse_listen("[::1]:80"), std::pair(std::string("::1"), std::uint16_t{80}));
    EXPECT_EQ(parse_listen("localhost:0")->first, "127.0.0.1");
    for (const char* bad : {"", "8080", ":80", "host:", "host:http", "host:65536", "host:-1"}) EXPECT_FALSE(parse_listen(bad)) << bad;
}

TEST(Log, EscapesWhatCouldForgeALine) {
    const std::string line = server::log_line(server::LogLevel::warning, "odd", {{"text", "a\nb\x1b[31m\xff"}, {"count", 3}});
    EXPECT_THAT(line, HasSubstr(R"("level":"warning","event":"odd")"));
    EXPECT_THAT(line, HasSubstr(R"(a\nb\u001b[31m)"));
    EXPECT_THAT(line, HasSubstr(R"("count":3)"));
    EXPECT_THAT(line, Not(HasSubstr("\n")));
}

}  // namespace
