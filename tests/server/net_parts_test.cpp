#include "server/net/census.hpp"
#include "server/net/forwarded.hpp"
#include "server/net/frames.hpp"
#include "server/net/origin.hpp"
#include "server/net/routes.hpp"
#include "server/net/target.hpp"
#include "server/net/utf8.hpp"

#include <gmock/gmock.h>

namespace server::net {
namespace {

using testing::ElementsAre;

TEST(NetTarget, DecodesPathAndQuery) {
    const auto target = parse_target("/tickets/WX%201?text=%E6%BC%8F+%E7%94%B5&open=1&empty");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/tickets/WX 1");
    EXPECT_EQ(target->query.at("text"), "漏 电");
    EXPECT_EQ(target->query.at("empty"), "");
}

TEST(NetTarget, RefusesWhatIsAmbiguous) {
    for (const char* bad : {"", "tickets", "/a%2Fb", "/%", "/%4", "/%zz", "/%0a", "/?a=1&a=2", "/a#b", "/\x7f", "/%c0%af"}) {
        EXPECT_FALSE(parse_target(bad)) << bad;
    }
    std::string keys = "/?";
    for (std::size_t key = 0; key < kMaxQueryKeys; ++key) keys += "k" + std::to_string(key) + "=1&";
    EXPECT_TRUE(parse_target(keys));
    EXPECT_FALSE(parse_target(keys + "more=1"));
}

TEST(NetRoutes, FindsByMethodAndPattern) {
    Routes routes;
    routes.add("GET", "/users", {});
    routes.add("POST", "/users/{id}", {});
    routes.add("POST", "/users/{id}/password", {});
    EXPECT_EQ(routes.find("GET", "/users").route, &routes.entries()[0].route);
    EXPECT_EQ(routes.find("HEAD", "/users").route, &routes.entries()[0].route);
    EXPECT_EQ(routes.find("POST", "/users/u1/password").parameters.at("id"), "u1");
    EXPECT_EQ(routes.find("POST", "/users/").route, nullptr);
    EXPECT_EQ(routes.find("POST", "/users/u1/").route, nullptr);
    EXPECT_THAT(routes.find("DELETE", "/users/u1").methods, ElementsAre("POST"));
}

TEST(NetOrigin, ComparesSchemeHostAndPortExactly) {
    const Origins origins({"https://shop.example", "http://localhost:8000"});
    const auto refused = [&](const char* origin) {
        Request request;
        request.headers = {{"host", "desk.example:8443"}, {"origin", origin}};
        return origins.refuse(request, Origins::WithoutOrigin::refused).has_value();
    };
    EXPECT_FALSE(refused("https://shop.example"));
    EXPECT_FALSE(refused("https://SHOP.example:443"));
    EXPECT_FALSE(refused("https://desk.example:8443")) << "the server's own page";
    EXPECT_TRUE(refused("http://shop.example"));
    EXPECT_TRUE(refused("https://shop.example:8443"));
    EXPECT_TRUE(refused("https://shop.example.evil.example"));
    EXPECT_TRUE(refused("https://evil.example/https://shop.example"));
    EXPECT_TRUE(refused("https://desk.example"));
    EXPECT_TRUE(refused("http://localhost"));
    EXPECT_TRUE(refused("null"));
    EXPECT_THROW(Origins({"shop.example"}), std::invalid_argument);
}

TEST(NetOrigin, ARequestWithoutOneIsLetInWhereProgramsMayCome) {
    const Origins origins({});
    EXPECT_FALSE(origins.refuse(Request{}, Origins::WithoutOrigin::allowed));
    EXPECT_EQ(origins.refuse(Request{}, Origins::WithoutOrigin::refused)->status, 403);
}

TEST(NetRequest, FindsItsCookie) {
    Request request;
    request.headers["cookie"] = "a=1; __Host-frontdesk=token==; b=2";
    EXPECT_EQ(request.cookie("__Host-frontdesk"), "token==");
    EXPECT_EQ(request.cookie("b"), "2");
    EXPECT_EQ(request.cookie("Host-frontdesk"), "");
}

TEST(NetUtf8, IsStrict) {
    for (const char* good : {"", "abc", "é漏电😀", "\xef\xbf\xbf", "\xf4\x8f\xbf\xbf"}) EXPECT_TRUE(is_utf8(good)) << good;
    for (const char* bad : {"\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xe6\xbc", "a\xff"}) {
        EXPECT_FALSE(is_utf8(bad));
    }
}

TEST(NetFrames, HoldTheirTexts) {
    const std::vector<std::string> texts{"", "a", std::string(125, 'b'), std::string(126, 'c'), std::string(65'535, 'd'), std::string(65'536, 'e')};
    Frames frames;
    EXPECT_TRUE(frames.empty());
    for (const auto& text : texts) frames.add(text);
    Frames more{"last"};
    frames.add(more);
    EXPECT_EQ(frames.count(), texts.size() + 1);
    auto all = texts;
    all.push_back("last");
    EXPECT_EQ(frames.texts(), all);
}

TEST(NetFrames, ACloseReasonIsCutBetweenCharacters) {
    std::string reason;
    while (reason.size() < 130) reason += "漏";
    const std::string frame = close_frame(CloseCode::policy, reason);
    EXPECT_LE(frame.size(), 127u);
    EXPECT_TRUE(is_utf8(std::string_view(frame).substr(4)));
}

TEST(NetForwarded, OnlyOurOwnProxiesAreBelieved) {
    const Proxies ours = {"10.0.0.1", "10.0.0.2"};
    EXPECT_EQ(client_address("192.0.2.9", "198.51.100.1", ours), "192.0.2.9") << "a client that says it is a proxy";
    EXPECT_EQ(client_address("10.0.0.1", "198.51.100.1", ours), "198.51.100.1");
    EXPECT_EQ(client_address("10.0.0.1", "203.0.113.7, 198.51.100.1, 10.0.0.2", ours), "198.51.100.1") << "what the client wrote itself stands first";
    EXPECT_EQ(client_address("10.0.0.1", "198.51.100.1, nonsense", ours), "10.0.0.1");
    EXPECT_EQ(client_address("10.0.0.1", "", ours), "10.0.0.1");
    EXPECT_EQ(client_address("10.0.0.1", "::ffff:198.51.100.1", ours), "198.51.100.1");
}

TEST(NetCensus, CountsAnIpv6SubscriberAsOneSource) {
    EXPECT_EQ(source_of("2001:db8:1:2:3::4"), source_of("2001:db8:1:2:ffff::1"));
    EXPECT_NE(source_of("2001:db8:1:2::4"), source_of("2001:db8:1:3::4"));
    EXPECT_EQ(source_of("192.0.2.1"), "192.0.2.1");
}

}  // namespace
}  // namespace server::net
