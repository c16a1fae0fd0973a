// The load finds every wrong answer: a desk that plays a script, right or wrong, stands in for the real one.
#include "tests/bench/load.hpp"
#include "tests/bench/script.hpp"

#include <array>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace {

using namespace bench;
using testing::HasSubstr;

using Frames = std::vector<std::string>;

std::string entry(int seq, const std::string& from, std::string_view text) {
    return R"({"type":"entry","seq":)" + std::to_string(seq) + R"(,"from":")" + from + R"(","text":")" + std::string(text) + "\"}";
}
std::string ack(const std::string& cid, int seq) { return R"({"type":"ack","cid":")" + cid + R"(","seq":)" + std::to_string(seq) + "}"; }

const std::string kWelcome = R"({"type":"welcome","conversation":"c","token":"t","seq":1})";
const Frames kGreeting{kWelcome, entry(1, "bot", kAnswers[0])};
const Frames kAnswer{ack("m1", 2), entry(2, "customer", "x"), entry(3, "bot", kAnswers[1])};

// Takes one connection and answers each frame with the next list of the script; then it hangs up.
class ScriptedDesk {
public:
    explicit ScriptedDesk(std::vector<Frames> script) : listener_(::socket(AF_INET, SOCK_STREAM, 0)), script_(std::move(script)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 1) != 0) std::abort();
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~ScriptedDesk() {
        thread_.join();
        ::close(listener_);
    }
    std::uint16_t port() const { return port_; }

private:
    void serve() {
        const int socket = ::accept(listener_, nullptr, nullptr);
        std::string got;
        std::array<char, 4096> bytes;
        const auto read = [&] {
            const auto size = ::recv(socket, bytes.data(), bytes.size(), 0);
            if (size > 0) got.append(bytes.data(), static_cast<std::size_t>(size));
            return size > 0;
        };
        while (got.find("\r\n\r\n") == std::string::npos && read()) {}
        got.erase(0, got.find("\r\n\r\n") + 4);
        write(socket, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
        for (const Frames& answers : script_) {
            while (!take_frame(got) && read()) {}
            for (const auto& each : answers) write(socket, framed(each));
        }
        ::close(socket);
    }
    static void write(int socket, const std::string& bytes) { (void)::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
    // A client's frame of less than 126 bytes.
    static bool take_frame(std::string& got) {
        const auto size = got.size() < 2 ? 0 : 6U + (static_cast<unsigned char>(got[1]) & 0x7F);
        if (size == 0 || got.size() < size) return false;
        got.erase(0, size);
        return true;
    }
    static std::string framed(const std::string& payload) {
        return {std::string("\x81\x7E", 2) + static_cast<char>(payload.size() >> 8) + static_cast<char>(payload.size() & 0xFF) + payload};
    }

    int listener_;
    std::uint16_t port_ = 0;
    std::vector<Frames> script_;
    std::thread thread_;
};

Outcome run(std::vector<Frames> script) {
    ScriptedDesk desk(std::move(script));
    Plan plan;
    plan.port = desk.port();
    plan.conversations = 1;
    plan.turns = 1;
    return Load(plan).run();
}

std::string fault(std::vector<Frames> script) {
    try {
        run(std::move(script));
        return "none";
    } catch (const std::exception& error) {
        return error.what();
    }
}

TEST(Load, CountsATurnThatIsAcknowledgedAndAnswered) {
    const auto outcome = run({kGreeting, kAnswer});
    EXPECT_EQ(outcome.latency.total(), 1U);
    EXPECT_EQ(outcome.conversations, 1U);
}

TEST(Load, FindsAnAnswerWithoutItsAck) {
    EXPECT_THAT(fault({kGreeting, {entry(2, "customer", "x"), entry(3, "bot", kAnswers[1])}}), HasSubstr("before the ack"));
}

TEST(Load, FindsAnAckOfAnotherMessageOrNumber) {
    EXPECT_THAT(fault({kGreeting, {ack("m2", 2)}}), HasSubstr("a wrong ack"));
    EXPECT_THAT(fault({kGreeting, {ack("m1", 3)}}), HasSubstr("a wrong ack"));
    EXPECT_THAT(fault({kGreeting, {ack("m1", 2), ack("m1", 2)}}), HasSubstr("a wrong ack"));
}

TEST(Load, FindsAGapAndADoubledEntry) {
    EXPECT_THAT(fault({kGreeting, {ack("m1", 2), entry(3, "bot", kAnswers[1])}}), HasSubstr("a gap"));
    EXPECT_THAT(fault({{kWelcome, entry(1, "bot", "x"), entry(1, "bot", kAnswers[0])}}), HasSubstr("a gap"));
}

TEST(Load, FindsARefusalAndAnotherAnswerThanTheFlows) {
    EXPECT_THAT(fault({kGreeting, {R"({"type":"nack","cid":"m1","code":"overloaded"})"}}), HasSubstr("refused"));
    const std::string other = R"({"type":"entry","seq":3,"from":"bot","text":"?","choices":[]})";
    EXPECT_THAT(fault({kGreeting, {ack("m1", 2), entry(2, "customer", "x"), other}}), HasSubstr("another answer"));
}

TEST(Load, FindsAConnectionThatEnds) { EXPECT_THAT(fault({kGreeting, {ack("m1", 2)}}), HasSubstr("closed")); }

TEST(Load, QuantilesAreExactToABucket) {
    Histogram histogram;
    for (int i = 1; i <= 1000; ++i) histogram.add(std::chrono::microseconds(i));
    EXPECT_NEAR(static_cast<double>(histogram.quantile(0.5).count()), 500e3, 500e3 * 0.016);
    EXPECT_NEAR(static_cast<double>(histogram.quantile(0.99).count()), 990e3, 990e3 * 0.016);
    EXPECT_EQ(Histogram().quantile(0.5).count(), 0);
}

}  // namespace
