#include "tests/server/net_support.hpp"

#include <gmock/gmock.h>

namespace {

using server::net::HttpLimits;
using support::ask;
using support::get;
using support::RawClient;
using support::read_reply;
using support::TestServer;
using testing::HasSubstr;

std::string post(std::string_view headers, std::string_view body) {
    return "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) + "\r\n" + std::string(body);
}

TEST(NetHttp, AnswersARouteWithTheSiteHeaders) {
    TestServer server;
    const auto reply = ask(server.port(), get("/ping"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, "pong");
    EXPECT_EQ(reply.headers.at("x-content-type-options"), "nosniff");
}

TEST(NetHttp, ServesSeveralRequestsOnOneConnectionAlsoWhenTheyComeAtOnce) {
    TestServer server;
    RawClient client(server.port());
    client.send(get("/items/7?q=a%20b") + get("/ping"));
    EXPECT_EQ(read_reply(client).body, "7?a b");
    EXPECT_EQ(read_reply(client).body, "pong");
    client.send(get("/ping"));
    EXPECT_EQ(read_reply(client).body, "pong");
}

TEST(NetHttp, HeadHasTheLengthButNoBody) {
    TestServer server;
    const auto reply = ask(server.port(), "HEAD /ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.headers.at("content-length"), "4");
    EXPECT_EQ(reply.body, "");
}

TEST(NetHttp, SaysWhichMethodsAPathHas) {
    TestServer server;
    const auto reply = ask(server.port(), "DELETE /ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(reply.status, 405);
    EXPECT_EQ(reply.headers.at("allow"), "GET");
    EXPECT_EQ(ask(server.port(), get("/nowhere")).status, 404);
}

TEST(NetHttp, TakesAHeaderAtTheLimitAndRefusesOneByteMore) {
    HttpLimits limits;
    limits.max_header_bytes = 1000;
    TestServer server(limits);
    const std::string around = get("/ping", "X-Fill: \r\n");
    const auto filled = [&](std::size_t size) { return get("/ping", "X-Fill: " + std::string(size - around.size(), 'a') + "\r\n"); };
    EXPECT_EQ(filled(1000).size(), 1000u);
    EXPECT_EQ(ask(server.port(), filled(1000)).status, 200);
    EXPECT_EQ(ask(server.port(), filled(1001)).status, 431);
    EXPECT_EQ(server.meter().count("header_bytes"), 1);
}

TEST(NetHttp, TakesAsManyFieldsAsTheLimitAndRefusesOneMore) {
    TestServer server;
    const auto with_fields = [](int count) {
        std::string headers;
        for (int field = 1; field < count; ++field) headers += "X-" + std::to_string(field) + ": a\r\n";
        return get("/ping", headers);  // Host is the first
    };
    EXPECT_EQ(ask(server.port(), with_fields(100)).status, 200);
    EXPECT_EQ(ask(server.port(), with_fields(101)).status, 400);
}

TEST(NetHttp, TakesABodyAtTheLimitAndRefusesOneByteMore) {
    HttpLimits limits;
    limits.max_body_bytes = 5000;
    TestServer server(limits);
    EXPECT_EQ(ask(server.port(), post("Content-Length: 5000\r\n", std::string(5000, 'b'))).body.size(), 5000u);
    EXPECT_EQ(ask(server.port(), post("Content-Length: 5001\r\n", "")).status, 413);
    const std::string chunk = "1388\r\n" + std::string(5000, 'c') + "\r\n";
    EXPECT_EQ(ask(server.port(), post("Transfer-Encoding: chunked\r\n", chunk + "0\r\n\r\n")).body.size(), 5000u);
    EXPECT_EQ(ask(server.port(), post("Transfer-Encoding: chunked\r\n", chunk + "1\r\nc\r\n0\r\n\r\n")).status, 413);
}

TEST(NetHttp, ATrailerCannotPoseAsAHeader) {
    TestServer server;
    const auto reply = ask(server.port(), post("Transfer-Encoding: chunked\r\n", "2\r\nhi\r\n0\r\nX-Admin: yes\r\n\r\n"));
    EXPECT_EQ(reply.body, "hi");
    EXPECT_EQ(reply.headers.at("x-seen"), "");
}

struct Refused {
    const char* what;
    std::string request;
};

TEST(NetHttp, RefusesWhatTwoServersCouldReadInTwoWays) {
    TestServer server;
    const Refused cases[] = {
        {"both lengths", post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
        {"coding before chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")},
        {"coding after chunked", post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n")},
        {"unknown coding", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")},
        {"two codings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")},
        {"chunked in HTTP/1.0", "POST /echo HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"two lengths", post("Content-Length: 2\r\nContent-Length: 3\r\n", "hi")},
        {"a signed length", post("Content-Length: +2\r\n", "hi")},
        {"a bad chunk", post("Transfer-Encoding: chunked\r\n", "zz\r\nhi\r\n0\r\n\r\n")},
        {"two hosts", "GET /ping HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
        {"no host", "GET /ping HTTP/1.1\r\n\r\n"},
        {"a host with a path", "GET /ping HTTP/1.1\r\nHost: a/b\r\n\r\n"},
        {"a folded line", get("/ping", "X-A: b\r\n c\r\n")},
        {"a control character", get("/ping", "X-A: b\x01\r\n")},
        {"a NUL in a header", get("/ping", std::string_view("X-A: b\0c\r\n", 10))},
        {"a NUL in the target", get(std::string_view("/pi\0ng", 6))},
        {"a folded line with a tab", get("/ping", "X-A: b\r\n\tc\r\n")},
        {"a space before the colon", get("/ping", "X-A : b\r\n")},
        {"a bare line feed between fields", get("/ping", "X-A: b\nX-B: c\r\n")},
        {"a bare carriage return", get("/ping", "X-A: b\rc\r\n")},
        {"an empty coding", post("Transfer-Encoding: \r\n", "")},
        {"a length with a comma", post("Content-Length: 2, 2\r\n", "hi")},
        {"a negative length", post("Content-Length: -1\r\n", "")},
        {"a length beyond 64 bits", post("Content-Length: 18446744073709551617\r\n", "")},
        {"a chunk beyond 64 bits", post("Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFFFF\r\nx\r\n0\r\n\r\n")},
        {"an authority as target", "CONNECT other:443 HTTP/1.1\r\nHost: localhost\r\n\r\n"},
        {"an asterisk as target", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n"},
        {"a bare line feed", "GET /ping HTTP/1.1\nHost: localhost\r\n\r\n"},
        {"an escaped NUL", get("/items/%00")},
        {"an escaped slash", get("/items/a%2fb")},
        {"bad UTF-8", get("/items/%ff")},
        {"an absolute target", get("http://other/ping")},
        {"another version", "GET /ping HTTP/2.0\r\nHost: localhost\r\n\r\n"},
        {"no HTTP", "hello\r\n\r\n"},
    };
    for (const Refused& refused : cases) {
        EXPECT_EQ(ask(server.port(), refused.request).status, 400) << refused.what;
    }
}

TEST(NetHttp, GivesUpOnAHeaderThatDoesNotEnd) {
    HttpLimits limits;
    limits.header_deadline = std::chrono::seconds(1);
    TestServer server(limits);
    EXPECT_EQ(ask(server.port(), "GET /ping HTTP/1.1\r\nHost:").status, 408);
    EXPECT_EQ(server.meter().count("header_time"), 1);
}

TEST(NetHttp, GivesUpOnABodyThatDoesNotEnd) {
    HttpLimits limits;
    limits.body_deadline = std::chrono::seconds(1);
    TestServer server(limits);
    EXPECT_EQ(ask(server.port(), post("Content-Length: 10\r\n", "123")).status, 408);
    EXPECT_EQ(server.meter().count("body_time"), 1);
}

TEST(NetHttp, ClosesAnIdleConnection) {
    HttpLimits limits;
    limits.keep_alive = std::chrono::seconds(1);
    TestServer server(limits);
    RawClient client(server.port());
    client.send(get("/ping"));
    EXPECT_EQ(read_reply(client).status, 200);
    EXPECT_TRUE(client.at_end());
}

TEST(NetHttp, ARouteThatNeverAnswersIsAnswered503) {
    HttpLimits limits;
    limits.answer_deadline = std::chrono::seconds(1);
    TestServer server(limits);
    EXPECT_EQ(ask(server.port(), get("/never")).status, 503);
}

TEST(NetHttp, ARouteThatThrowsIsAnswered500AndTheServerGoesOn) {
    TestServer server;
    EXPECT_EQ(ask(server.port(), get("/throws")).status, 500);
    EXPECT_EQ(ask(server.port(), get("/ping")).status, 200);
}

TEST(NetHttp, RefusesOneConnectionMoreThanTheLimit) {
    HttpLimits limits;
    limits.max_connections = 2;
    TestServer server(limits);
    RawClient first(server.port());
    RawClient second(server.port());
    server.meter().wait_for("connections", 2);
    EXPECT_EQ(ask(server.port(), get("/ping")).status, 503);
    first.send(get("/ping"));
    EXPECT_EQ(read_reply(first).status, 200);
}

TEST(NetHttp, RefusesOneConnectionMoreThanAnAddressMayHave) {
    HttpLimits limits;
    limits.max_connections_per_address = 1;
    TestServer server(limits);
    {
        RawClient first(server.port());
        server.meter().wait_for("connections", 1);
        EXPECT_EQ(ask(server.port(), get("/ping")).status, 429);
    }
    server.meter().wait_for("connections", 0);
    EXPECT_EQ(ask(server.port(), get("/ping")).status, 200);
}

TEST(NetHttp, StoppingEndsIdleConnectionsAndTakesNoNewOnes) {
    TestServer server;
    RawClient idle(server.port());
    idle.send(get("/ping"));
    read_reply(idle);
    server.server().stop(std::chrono::seconds(5));
    EXPECT_TRUE(idle.at_end());
    EXPECT_EQ(server.meter().count("connections"), 0);
    EXPECT_ANY_THROW(RawClient{server.port()});
}

}  // namespace
