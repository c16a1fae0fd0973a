// The rules of RFC 6455 for what a client sends, as a table; each row is fed whole, byte by byte, and in two parts cut everywhere.
#include "server/net/frame_parser.hpp"
#include "tests/server/net_support.hpp"

#include <gmock/gmock.h>

namespace server::net {
namespace {

using support::ClientFrame;
using testing::ElementsAre;
using testing::StartsWith;
using namespace std::string_literals;

// Small limits, so that rows stay short.
SocketLimits limits() {
    SocketLimits limits;
    limits.max_message_bytes = 300;
    limits.max_frames_per_message = 4;
    limits.max_frames_per_second = 12;
    return limits;
}

std::string worded(const FrameEvent& event) {
    switch (event.kind) {
        case FrameEvent::Kind::message: return "message " + std::string(event.payload);
        case FrameEvent::Kind::ping: return "ping " + std::string(event.payload);
        case FrameEvent::Kind::pong: return "pong " + std::string(event.payload);
        case FrameEvent::Kind::close: return "close" + std::string(event.payload.substr(std::min<std::size_t>(2, event.payload.size())));
        case FrameEvent::Kind::fault: return std::to_string(static_cast<int>(event.code)) + " " + std::string(event.limit);
        case FrameEvent::Kind::none: break;
    }
    return "none";
}

// What the parser makes of the bytes, cut after `first` of them and then after every `step`.
std::vector<std::string> heard(std::string bytes, std::size_t first, std::size_t step) {
    const SocketLimits bounds = limits();
    FrameParser parser(bounds);
    std::vector<std::string> words;
    for (std::size_t begin = 0, size = first; begin < bytes.size(); begin += size, size = step) {
        std::string piece = bytes.substr(begin, size);  // a copy of its own: reading past its end is seen by the sanitizer
        std::span<char> rest(piece);
        for (FrameEvent event = parser.next(rest); event.kind != FrameEvent::Kind::none; event = parser.next(rest)) {
            words.push_back(worded(event));
            if (event.kind == FrameEvent::Kind::fault) return words;
        }
        EXPECT_TRUE(rest.empty());
    }
    return words;
}

struct Row {
    const char* what;
    std::string bytes;
    std::vector<std::string> meaning;
};

void expect_each(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        EXPECT_EQ(heard(row.bytes, row.bytes.size(), 1), row.meaning) << row.what;
        EXPECT_EQ(heard(row.bytes, 1, 1), row.meaning) << row.what << ", byte by byte";
        for (std::size_t cut = 1; cut < row.bytes.size(); ++cut) {
            EXPECT_EQ(heard(row.bytes, cut, row.bytes.size()), row.meaning) << row.what << ", cut at " << cut;
        }
    }
}

std::string frame(int opcode, std::string payload, bool final = true) { return ClientFrame{.opcode = opcode, .payload = std::move(payload), .final = final}.bytes(); }
std::string text(std::string payload, bool final = true) { return frame(1, std::move(payload), final); }
std::string more(std::string payload, bool final = true) { return frame(0, std::move(payload), final); }
std::string close(unsigned code, const std::string& reason = "") {
    return frame(8, std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)} + reason);
}
const std::string kMask = "\x11\x22\x33\x44";

TEST(FrameParser, HearsMessages) {
    expect_each({
        {"nothing said", text(""), {"message "}},
        {"a word", text("hello"), {"message hello"}},
        {"Chinese", text("漏电了，冒烟"), {"message 漏电了，冒烟"}},
        {"a NUL", text("a\0b"s), {"message a\0b"s}},
        {"the longest short length", text(std::string(125, 'a')), {"message " + std::string(125, 'a')}},
        {"the shortest two-byte length", text(std::string(126, 'a')), {"message " + std::string(126, 'a')}},
        {"the limit", text(std::string(300, 'a')), {"message " + std::string(300, 'a')}},
        {"two messages", text("a") + text("b"), {"message a", "message b"}},
        {"in parts", text("ab", false) + more("cd", false) + more("ef"), {"message abcdef"}},
        {"as many frames as may be", text("a", false) + more("b", false) + more("c", false) + more("d"), {"message abcd"}},
        {"empty parts", text("", false) + more("", false) + more(""), {"message "}},
        {"an empty end", text("ab", false) + more(""), {"message ab"}},
        {"a character cut between frames", text("\xe6\xbc", false) + more("\x8f"), {"message 漏"}},
        {"the next one after parts", text("a", false) + more("b") + text("c"), {"message ab", "message c"}},
        {"the limit in parts", text(std::string(200, 'a'), false) + more(std::string(100, 'b')), {"message " + std::string(200, 'a') + std::string(100, 'b')}},
    });
}

TEST(FrameParser, HearsControlFramesAlsoBetweenTheFramesOfAMessage) {
    expect_each({
        {"ping", frame(9, "p"), {"ping p"}},
        {"empty ping", frame(9, ""), {"ping "}},
        {"the longest ping", frame(9, std::string(125, 'p')), {"ping " + std::string(125, 'p')}},
        {"pong", frame(10, "x"), {"pong x"}},
        {"inside a message", text("ab", false) + frame(9, "p") + more("cd") + text("e"), {"ping p", "message abcd", "message e"}},
        {"twice inside", text("ab", false) + frame(9, "") + frame(10, "q") + more(""), {"ping ", "pong q", "message ab"}},
        {"close", frame(8, ""), {"close"}},
        {"close with a reason", close(1000, "再见"), {"close再见"}},
        {"close inside a message", text("ab", false) + close(1001), {"close"}},
    });
}

TEST(FrameParser, RefusesWhatBreaksARule) {
    const std::string bare = ClientFrame{.payload = "a", .masked = false}.bytes();
    std::vector<Row> rows{
        {"no mask", bare, {"1002 "}},
        {"no mask after a good message", text("a") + bare, {"message a", "1002 "}},
        {"continues nothing", more("a"), {"1002 "}},
        {"continues nothing, not even the end", more("a", false), {"1002 "}},
        {"continues what is over", text("a", false) + more("b") + more("c"), {"message ab", "1002 "}},
        {"a message inside a message", text("a", false) + text("b"), {"1002 "}},
        {"binary inside a message", text("a", false) + frame(2, "b"), {"1002 "}},
        {"binary", frame(2, "b"), {"1003 "}},
        {"a ping in parts", frame(9, "a", false), {"1002 "}},
        {"a pong in parts", frame(10, "a", false), {"1002 "}},
        {"a close in parts", frame(8, "", false), {"1002 "}},
        {"a ping too long", frame(9, std::string(126, 'p')), {"1002 "}},
        {"a close too long", close(1000, std::string(124, 'r')), {"1002 "}},
        {"half a close code", frame(8, "\x03"), {"1002 "}},
        {"a length in two bytes that takes one", "\x81\xFE\x00\x7D"s + kMask + std::string(125, 'a'), {"1002 "}},
        {"a length in eight bytes that takes two", "\x81\xFF\0\0\0\0\0\0\xFF\xFF"s + kMask, {"1002 "}},
        {"a length in eight bytes that takes one", "\x81\xFF\0\0\0\0\0\0\0\x05"s + kMask + "hello", {"1002 "}},
        {"the top bit of the length", "\x81\xFF\x80\0\0\0\0\x01\0\0"s + kMask, {"1002 "}},
    };
    for (const int bit : {0x40, 0x20, 0x10, 0x70}) {
        std::string reserved = text("a");
        reserved[0] = static_cast<char>(reserved[0] | bit);
        rows.push_back({"a reserved bit", reserved, {"1002 "}});
    }
    for (const int opcode : {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) rows.push_back({"a reserved opcode", frame(opcode, ""), {"1002 "}});
    expect_each(rows);
}

TEST(FrameParser, KnowsWhichCodesACloseMayCarry) {
    for (const unsigned code : {1000U, 1001U, 1002U, 1003U, 1007U, 1008U, 1009U, 1010U, 1011U, 1012U, 1013U, 1014U, 3000U, 3999U, 4000U, 4999U}) {
        expect_each({{"valid", close(code, "r"), {"closer"}}});
    }
    for (const unsigned code : {0U, 1U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 1100U, 2000U, 2999U, 5000U, 65535U}) {
        expect_each({{"invalid", close(code), {"1002 "}}});
    }
}

TEST(FrameParser, RefusesTextThatIsNoUtf8AsSoonAsThatIsKnown) {
    expect_each({
        {"a wrong byte", text("a\xff"), {"1007 "}},
        {"cut off", text("\xe6\xbc"), {"1007 "}},
        {"cut off in parts", text("\xe6\xbc", false) + more(""), {"1007 "}},
        {"a surrogate across frames", text("\xed", false) + more("\xa0\x80"), {"1007 "}},
        {"wrong in the first of two parts", text("\xc0\xaf", false) + more("a"), {"1007 "}},
        {"a close reason", close(1000, "\xff"), {"1007 "}},
        {"a close reason cut off", close(1000, "\xe6\xbc"), {"1007 "}},
    });
    // The rest of the frame is not waited for.
    EXPECT_THAT(heard(text("abc\xff" + std::string(100, 'a')).substr(0, 10), 10, 1), ElementsAre("1007 "));
    EXPECT_THAT(heard(text("漏\xf4\x90" + std::string(100, 'a')).substr(0, 11), 11, 1), ElementsAre("1007 "));
}

TEST(FrameParser, HoldsItsLimits) {
    expect_each({
        {"a byte too much", text(std::string(301, 'a')), {"1009 message_bytes"}},
        {"a byte too much in parts", text(std::string(200, 'a'), false) + more(std::string(101, 'b')), {"1009 message_bytes"}},
        {"known from the length alone", "\x81\xFE\x01\x2D"s + kMask, {"1009 message_bytes"}},
        {"a huge length", "\x81\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s + kMask, {"1009 message_bytes"}},
        {"a frame too many", text("a", false) + more("", false) + more("", false) + more("", false) + more(""), {"1008 frames_per_message"}},
    });
    std::string pings;
    for (int ping = 0; ping < 12; ++ping) pings += frame(9, "");
    EXPECT_EQ(heard(pings, pings.size(), 1).back(), "ping ");
    EXPECT_EQ(heard(pings + frame(9, ""), pings.size(), 1).back(), "1008 frames_per_second");
}

TEST(FrameParser, HasANewAllowanceEachSecond) {
    const SocketLimits bounds = limits();
    FrameParser parser(bounds);
    for (int second = 0; second < 3; ++second) {
        for (int count = 0; count < 12; ++count) {
            std::string bytes = frame(10, "");
            std::span<char> rest(bytes);
            ASSERT_EQ(parser.next(rest).kind, FrameEvent::Kind::pong);
        }
        parser.second_passed();
    }
}

TEST(FrameParser, HoldsNothingBetweenMessagesAndOnlyWhatHasComeWithinOne) {
    const SocketLimits bounds = limits();
    FrameParser parser(bounds);
    const std::size_t nothing = parser.held_bytes();
    std::string bytes = text(std::string(200, 'a'), false) + frame(9, std::string(100, 'p')).substr(0, 50);
    std::span<char> rest(bytes);
    EXPECT_EQ(parser.next(rest).kind, FrameEvent::Kind::none);
    EXPECT_TRUE(parser.in_message());
    EXPECT_FALSE(parser.between_frames());
    EXPECT_GE(parser.held_bytes(), 200U);
    EXPECT_LE(parser.held_bytes(), 700U);
    bytes = frame(9, std::string(100, 'p')).substr(50) + more("b") + text("c");
    rest = bytes;
    EXPECT_THAT(worded(parser.next(rest)), StartsWith("ping p"));
    EXPECT_THAT(worded(parser.next(rest)), StartsWith("message a"));
    EXPECT_EQ(worded(parser.next(rest)), "message c");
    EXPECT_EQ(parser.held_bytes(), nothing);
    EXPECT_FALSE(parser.in_message());
    EXPECT_TRUE(parser.between_frames());
}

}  // namespace
}  // namespace server::net
