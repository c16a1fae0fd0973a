// The whole way of a customer's words: command line, WebSocket, edge, session, engine, store, and back.
#include "server/commands/chat.hpp"

#include "server/customer_session.hpp"
#include "server/net/server.hpp"
#include "tests/support/people.hpp"

#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sstream>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace std::chrono_literals;
using server::commands::chat;
using server::commands::ChatOptions;
using testing::HasSubstr;

ChatOptions quick() {
    ChatOptions options;
    options.configuration = std::string(FRONTDESK_SOURCE_DIR) + "/config";
    options.interactive = false;
    options.quiet = 500ms;
    return options;
}

TEST(Chat, TalksToADeskInTheSameProcess) {
    auto options = quick();
    options.local = true;
    std::istringstream in("转人工\n");
    std::ostringstream out;
    EXPECT_EQ(chat(options, in, out), 0);
    EXPECT_THAT(out.str(), HasSubstr("  1) "));
    EXPECT_THAT(out.str(), HasSubstr("-- # 1"));
}

TEST(Chat, TalksOverAWebSocket) {
    server::LocalDesk desk(support::open_desk());
    server::net::Meter meter;
    server::net::Site site;
    site.sockets.push_back(server::customer_route(desk.reception(), {}));
    server::net::Server server(desk.lanes(), site, {}, meter);
    auto options = quick();
    options.url = "ws://127.0.0.1:" + std::to_string(server.listen("127.0.0.1", 0)) + "/chat";
    options.json = true;
    std::istringstream in("转人工\n");
    std::ostringstream out;
    EXPECT_EQ(chat(options, in, out), 0);
    EXPECT_THAT(out.str(), HasSubstr(R"({"type":"ack","cid":)"));
    EXPECT_THAT(out.str(), HasSubstr(R"({"type":"queue","position":1})"));
    desk.reception().stop();
    server.stop(5s);
}

// A port that is taken but at which nobody listens.
class SilentPort {
public:
    SilentPort() {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
        number_ = ntohs(address.sin_port);
    }
    ~SilentPort() { ::close(socket_); }
    SilentPort(const SilentPort&) = delete;
    SilentPort& operator=(const SilentPort&) = delete;
    int number() const { return number_; }

private:
    int socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    int number_ = 0;
};

TEST(Chat, SaysWhyItCannotConnect) {
    auto options = quick();
    const SilentPort port;
    for (const auto& url : {std::string("http://127.0.0.1/chat"), "ws://127.0.0.1:" + std::to_string(port.number()) + "/chat"}) {
        options.url = url;
        std::istringstream in;
        std::ostringstream out;
        EXPECT_EQ(chat(options, in, out), 1);
        EXPECT_FALSE(out.str().empty());
    }
}

}  // namespace
