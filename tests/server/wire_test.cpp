// The frames of the protocol: what is let in, what is refused, and how the server's own look.
#include "server/wire.hpp"

#include "server/wire_json.hpp"

#include <gmock/gmock.h>

namespace {

using namespace server;
using namespace server::wire;

template <class Frame>
Frame customer(std::string_view text) {
    const auto parsed = parse_customer(text);
    return std::get<Frame>(std::get<CustomerFrame>(parsed));
}

Refusal refused(std::string_view text) {
    const auto parsed = parse_customer(text);
    const auto* refusal = std::get_if<Refusal>(&parsed);
    return refusal ? *refusal : Refusal{"taken", {}, {}, {}};
}

std::string message_with(const std::string& text) { return R"({"type":"message","cid":"c1","text":")" + text + "\"}"; }

std::string repeated(const std::string& text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

TEST(Wire, ReadsTheCustomersFrames) {
    EXPECT_EQ(customer<Hello>(R"({"type":"hello","locale":"en"})"), (Hello{"en", "", 0}));
    EXPECT_EQ(customer<Hello>(R"({"type":"hello","token":"t","after_seq":7})"), (Hello{"", "t", 7}));
    EXPECT_EQ(customer<Message>(R"({"cid":"c1","text":"\u4f60好","type":"message"})"), (Message{"c1", "你好", ""}));
    EXPECT_EQ(customer<Message>(R"({"type":"message","cid":"c1","choice":"yes"})"), (Message{"c1", "", "yes"}));
    EXPECT_EQ(customer<Read>(R"({"type":"read","seq":3})"), Read{3});
    EXPECT_EQ(customer<Typing>(R"({"type":"typing"})"), Typing{});
    EXPECT_EQ(customer<Ping>(R"({"type":"ping"})"), Ping{});
    EXPECT_EQ(customer<Bye>(R"( {"type":"bye","new_key":{"deep":[1,2.5,null]}} )"), Bye{});
}

TEST(Wire, RefusesWhatIsNotAFrame) {
    for (const auto* text : {"", "  ", "[]", "3", "\"text\"", "{", "{}", "{}{}", "nonsense", R"({"type":"dance"})", R"({"type":7})", R"([{"type":"bye"}])",
                             R"({"type":"hello","after_seq":-1})", R"({"type":"hello","after_seq":1.5})", R"({"type":"read","seq":9007199254740993})"}) {
        EXPECT_EQ(refused(text).code, "bad_frame") << text;
    }
}

TEST(Wire, RefusesAKeyThatStandsTwice) {
    EXPECT_EQ(refused(R"({"type":"bye","type":"typing"})").message, "a key stands twice");
    EXPECT_EQ(refused(R"({"type":"bye","x":{"a":1,"a":2}})").message, "a key stands twice");
    EXPECT_EQ(customer<Bye>(R"({"type":"bye","x":{"a":1},"y":{"a":2}})"), Bye{});
}

TEST(Wire, HoldsTheLimitOfDepth) {
    const auto nested = [](std::size_t levels) { return R"({"type":"bye","x":)" + repeated("[", levels) + repeated("]", levels) + "}"; };
    EXPECT_EQ(customer<Bye>(nested(kMaxDepth - 1)), Bye{});
    EXPECT_EQ(refused(nested(kMaxDepth)).message, "more than 16 levels");
    EXPECT_EQ(refused(R"({"type":"bye","x":)" + repeated("[", 100'000)).code, "bad_frame");
}

TEST(Wire, HoldsTheLimitOfKeys) {
    const auto with_keys = [](std::size_t count) {
        std::string text = R"({"type":"bye")";
        for (std::size_t i = 1; i < count; ++i) text += ",\"k" + std::to_string(i) + "\":0";
        return text + "}";
    };
    EXPECT_EQ(customer<Bye>(with_keys(kMaxKeys)), Bye{});
    EXPECT_EQ(refused(with_keys(kMaxKeys + 1)).message, "more than 128 keys");
}

TEST(Wire, HoldsTheLimitOfTextInCodePoints) {
    EXPECT_EQ(customer<Message>(message_with(repeated("好", kMaxCodePoints))).text.size(), 3 * kMaxCodePoints);
    EXPECT_EQ(refused(message_with(repeated("好", kMaxCodePoints + 1))).code, "too_long");
    EXPECT_EQ(refused(message_with(repeated("好", kMaxCodePoints + 1))).cid, "c1");
    EXPECT_EQ(refused(R"({"type":"bye","x":")" + repeated("a", kMaxCodePoints + 1) + "\"}").code, "bad_frame");
}

TEST(Wire, RefusesTextThatCannotBeKept) {
    EXPECT_EQ(refused(message_with(R"(a\u0000b)")).code, "bad_text");
    EXPECT_EQ(refused(message_with("")).code, "bad_text");
    EXPECT_EQ(refused(message_with("  \\n ")).code, "bad_text");
    EXPECT_EQ(refused(message_with("\xC3\x28")).code, "bad_frame");      // not UTF-8
    EXPECT_EQ(refused(message_with(R"(\ud800)")).code, "bad_frame");     // half a character
    EXPECT_EQ(refused(message_with("\xED\xA0\x80")).code, "bad_frame");  // a surrogate
    EXPECT_EQ(refused(R"({"type":"message","cid":"c1","text":"a","choice":"b"})").code, "bad_text");
    EXPECT_EQ(refused(R"({"type":"message","cid":"c1"})").code, "bad_text");
}

TEST(Wire, ACidIsOneTo64PrintableCharacters) {
    const auto with_cid = [](const std::string& cid) { return R"({"type":"message","text":"hi","cid":")" + cid + "\"}"; };
    EXPECT_EQ(customer<Message>(with_cid(repeated("c", kMaxCidBytes))).cid.size(), kMaxCidBytes);
    for (const auto& cid : {std::string(), repeated("c", kMaxCidBytes + 1), std::string("a b"), std::string("a\\u0000"), std::string("a\\n")}) {
        EXPECT_EQ(refused(with_cid(cid)).code, "bad_frame") << cid;
        EXPECT_EQ(refused(with_cid(cid)).cid, "");
    }
}

TEST(Wire, ReadsTheAgentsFrames) {
    const auto agent = [](std::string_view text) { return std::get<AgentFrame>(parse_agent(text)); };
    EXPECT_EQ(std::get<Watch>(agent(R"({"type":"watch","conversation":"k","after_position":4})")), (Watch{"k", 4}));
    EXPECT_EQ(std::get<Presence>(agent(R"({"type":"presence","available":true})")), Presence{true});
    EXPECT_EQ(std::get<AgentTyping>(agent(R"({"type":"typing","conversation":"k"})")), AgentTyping{"k"});
    const auto update = std::get<AgentCommand>(agent(R"({"type":"update","conversation":"k","cid":"a","ticket":"WX1","priority":"high"})"));
    EXPECT_EQ(update, (AgentCommand{AgentCommand::Kind::update, "k", "a", "", "WX1", "high", "", ""}));
    EXPECT_EQ(std::get<AgentCommand>(agent(R"({"type":"return","conversation":"k","cid":"a"})")).kind, AgentCommand::Kind::give_back);
}

TEST(Wire, AnAgentsBadCommandIsAnsweredUnderItsCid) {
    const auto refusal = std::get<Refusal>(parse_agent(R"({"type":"note","conversation":"k","cid":"a","text":""})"));
    EXPECT_EQ(refusal.code, "bad_value");
    EXPECT_EQ(refusal.cid, "a");
    EXPECT_EQ(refusal.conversation, "k");
    EXPECT_EQ(std::get<Refusal>(parse_agent(R"({"type":"presence"})")).code, "bad_frame");
    EXPECT_EQ(std::get<Refusal>(parse_agent(R"({"type":"claim","cid":"a"})")).code, "bad_frame");
}

dialog::Entry an_entry() {
    dialog::Entry entry;
    entry.position = 5;
    entry.seq = 4;
    entry.from = dialog::From::bot;
    entry.text = "a \"b\" \\ \n\x01 好";
    entry.choices = {{"yes", "是"}, {"no", "\"否\""}};
    entry.at = tickets::Time(std::chrono::milliseconds(1'795'000'000'123));
    return entry;
}

TEST(Wire, RendersFramesAsDocumented) {
    EXPECT_EQ(ack("c1", 3), R"({"type":"ack","cid":"c1","seq":3})");
    EXPECT_EQ(nack("c1", "rate_limited", 10), R"({"type":"nack","cid":"c1","code":"rate_limited","retry_after":10})");
    EXPECT_EQ(nack("c1", "too_long", 0), R"({"type":"nack","cid":"c1","code":"too_long"})");
    EXPECT_EQ(queue(2, 0), R"({"type":"queue","position":2})");
    EXPECT_EQ(queue(2, 6), R"({"type":"queue","position":2,"estimate_minutes":6})");
    EXPECT_EQ(holder({dialog::Holder::Kind::agent, "u1", "王芳", "1001"}),
              R"({"type":"holder","holder":"agent","name":"王芳","staff_number":"1001"})");
    EXPECT_EQ(entry(an_entry()), R"({"type":"entry","seq":4,"from":"bot","text":"a \"b\" \\ \n\u0001 好","at":"2026-11-18T11:06:40.123Z",)"
                                 R"("choices":[{"id":"yes","label":"是"},{"id":"no","label":"\"否\""}]})");
    EXPECT_EQ(agent_presence({{"u1", "王\"芳", true}, {"u2", "李", false}}),
              R"({"type":"presence","agents":[{"id":"u1","name":"王\"芳","available":true},{"id":"u2","name":"李","available":false}]})");
}

TEST(Wire, TheFastFrameOfAnEntryIsTheJsonOfRest) {
    auto row = an_entry();
    row.from = dialog::From::agent;
    row.author = "u1";
    row.author_name = "王芳";
    row.cid = "a7";
    EXPECT_EQ(Json::parse(agent_entry("k", row)), entry_json("k", row));
}

TEST(Wire, R33_MasksContactDataInRowsAndTickets) {
    storage::ConversationRow row;
    row.customer_name = "王小明";
    row.last_text = "我的电话是 13812345678，订单 4512345678901234567";
    EXPECT_EQ(row_json(row)["customer"], "王**");
    EXPECT_EQ(row_json(row)["last_text"], "我的电话是 138****5678，订单 4512345678901234567");
    tickets::Ticket ticket;
    ticket.summary = "请打 +86 138 1234 5678 或写信 xiaoming@example.com";
    ticket.facts = {{"phone", "13812345678"}, {"symptom", "不制冷"}};
    const auto json = ticket_json(ticket);
    EXPECT_EQ(json["facts"]["phone"], "138****5678");
    EXPECT_EQ(json["facts"]["symptom"], "不制冷");
    EXPECT_EQ(json["summary"], "请打 138****5678 或写信 x***@example.com");
}

}  // namespace
