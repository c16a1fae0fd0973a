// The layout of stored bytes: what was written by any earlier program must be read for ever.
#include "storage/codec.hpp"
#include "storage/store.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <iterator>
#include <sstream>

namespace storage {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

dialog::Time at(std::int64_t ms) { return dialog::Time{std::chrono::milliseconds{ms}}; }

tickets::Ticket full_ticket() {
    return {"WX20240512001", "c1", "web", "zh-CN", "repair", "not_cooling", tickets::Priority::high, tickets::Status::in_progress, "field", "a1",
            "k1", true, "不制冷", {{"model", "KFR-35"}}, {"not_delivered"}, {"safety"}, "rule 7", "standard", at(1), {at(2), at(3)}, at(4), at(5),
            std::nullopt, "fair", "slow"};
}

dialog::Conversation full_conversation() {
    dialog::Conversation now;
    now.id = "c1";
    now.version = 7;
    now.positions = 12;
    now.last_seq = 11;
    now.channel = "web";
    now.locale = "zh-CN";
    now.visitor = "v1";
    now.flow = "intake";
    now.flow_version = "f1";
    now.opened_at = at(1000);
    now.last_customer_at = at(2000);
    now.holder = {dialog::Holder::Kind::agent, "a1", "Anna", "007"};
    now.states = {"talking.open"};
    now.history = {{"talking.hist", {"talking.open"}}};
    now.timers = {{"silence", {at(3000), 4}}};
    now.jobs = {{5, {"verify", "verify_identity"}}};
    now.generations = 5;
    now.burst = {"hello"};
    now.asking = "order_no";
    now.asked_prompt = "ask.order_no";
    now.asked = {"order_no"};
    now.offered = {{"yes", "Yes"}};
    now.misses = 1;
    now.silences = 2;
    now.slots = {{"order_no", {"20240512001", "said", 3}}};
    now.identity = {dialog::Identity::Level::verified, 1, "k1", "Li Lei", "vip", "20240512001"};
    now.issue = {"不制冷", "repair", "not_cooling", "高", true, {"leak"}, {"safety"}, {"not_delivered"}, {"rule 7"}, "angry"};
    now.orders = {{"o1", "AC", "KFR-35", "2024-05-01", "2999", "shipped", "SF", "SF1", "2024-05-03"}};
    now.known_tickets = {{"WX20240501001", "closed", "leak", "low", "dripping", at(6), at(7)}};
    now.tickets = {full_ticket()};
    now.ticket_open = true;
    now.queued_at = at(4000);
    now.queue_reason = "asked";
    now.queue_team = "first";
    return now;
}

// Every member of every type has a value that is not its default. Adding members: append new golden bytes, keep the old.
dialog::Turn full_turn() {
    dialog::Turn turn;
    turn.conversation = full_conversation();
    turn.entries = {{12, 11, dialog::EntryKind::note, dialog::From::agent, "a1", "Anna", "看一下", {{"yes", "Yes"}}, "m1", "ask.order_no", at(5000)}};
    turn.effects = {dialog::ArmTimer{"silence", at(3000), 4},
                    dialog::DropTimer{"sla"},
                    dialog::StartJob{5, "verify_identity", {{"order_no", "1"}}, at(8)},
                    dialog::FinishJob{4},
                    dialog::TicketChanged{full_ticket(), {"WX20240512001", at(9), "a1", "status", "in_progress"}},
                    dialog::IdentityTried{"i1", "v1", true, at(10)},
                    dialog::ClassCorrected{"WX20240512001", "不制冷", "noise", "not_cooling", "a1", at(11)}};
    return turn;
}

std::string hex(const std::string& bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
        if (i % 48 == 47 || i + 1 == bytes.size()) text += '\n';
    }
    return text;
}

std::string unhex(const std::string& text) {
    std::istringstream digits(text);
    std::string line, bytes;
    while (digits >> line)
        for (std::size_t i = 0; i + 1 < line.size(); i += 2) bytes += static_cast<char>(std::stoi(line.substr(i, 2), nullptr, 16));
    return bytes;
}

std::string golden(const std::string& name) {
    std::ifstream file(std::string(FRONTDESK_SOURCE_DIR) + "/tests/storage/golden/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Codec, ATurnHasTheBytesThatTheFormatPageLaysDown) {
    const auto written = hex(encode(full_turn()));
    EXPECT_EQ(written, golden("turn.1.hex")) << "the layout has changed: old rows must still be read, see docs/storage.md";
}

TEST(Codec, BytesOfTheFirstLayoutAreRead) {
    EXPECT_EQ(decode_turn(unhex(golden("turn.1.hex"))), full_turn());
}

TEST(Codec, PartsComeBackAsTheyWere) {
    const auto turn = full_turn();
    EXPECT_EQ(decode_entry(encode(turn.entries[0])), turn.entries[0]);
    EXPECT_EQ(decode_ticket(encode(full_ticket())), full_ticket());
    EXPECT_EQ(decode_order(encode(turn.conversation.orders[0])), turn.conversation.orders[0]);
    EXPECT_EQ(decode_job(encode(std::get<dialog::StartJob>(turn.effects[2]))), std::get<dialog::StartJob>(turn.effects[2]));
    EXPECT_EQ(decode_turn(encode(dialog::Turn{})), dialog::Turn{});
}

TEST(Codec, P15_BytesOfANewerProgramAreRefused) {
    auto bytes = encode(full_ticket());
    bytes[1] = 2;  // after the byte for endianness: the ticket's class version
    EXPECT_THAT([&] { decode_ticket(bytes); }, ThrowsMessage<StoreError>(HasSubstr("stored by a newer program: layout 2")));
}

TEST(Codec, BytesCutShortOrTooLongAreRefused) {
    const auto bytes = encode(full_turn().entries[0]);
    for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_THROW(decode_entry(bytes.substr(0, size)), StoreError) << size;
    EXPECT_THROW(decode_entry(bytes + 'x'), StoreError);
}

}  // namespace
}  // namespace storage
