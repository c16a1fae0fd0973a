// The layout of stored bytes: what was written by any earlier program must be read for ever.
#include "storage/codec.hpp"
#include "storage/store.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <iterator>
#include <random>
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

std::string body_of(const dialog::Turn& turn) { return encode_body(encode(turn), {}); }

dialog::Turn turn_of(std::string_view bytes) {
    const auto body = decode_body(bytes);
    return decode_turn(body.parts, body.moving);
}

TEST(Codec, ATurnHasTheBytesThatTheFormatPageLaysDown) {
    const auto written = hex(body_of(full_turn()));
    EXPECT_EQ(written, golden("turn.1.hex")) << "the layout has changed: old rows must still be read, see docs/storage.md";
}

TEST(Codec, BytesOfTheFirstLayoutAreRead) {
    EXPECT_EQ(turn_of(unhex(golden("turn.1.hex"))), full_turn());
}

TEST(Codec, PartsComeBackAsTheyWere) {
    const auto turn = full_turn();
    EXPECT_EQ(decode_entries(encode(turn).moving()), turn.entries);
    EXPECT_EQ(decode_ticket(encode(full_ticket())), full_ticket());
    EXPECT_EQ(decode_order(encode(turn.conversation.orders[0])), turn.conversation.orders[0]);
    EXPECT_EQ(decode_job(encode(std::get<dialog::StartJob>(turn.effects[2]))), std::get<dialog::StartJob>(turn.effects[2]));
    EXPECT_EQ(turn_of(body_of(dialog::Turn{})), dialog::Turn{});
}

TEST(Codec, ATicketThatTheConversationShowsOtherwiseIsStoredAsItChanged) {
    auto turn = full_turn();
    std::get<dialog::TicketChanged>(turn.effects[4]).ticket.owner = "a2";
    EXPECT_EQ(turn_of(body_of(turn)), turn);
}

TEST(Codec, APartThatIsLeftToAnEarlierRowTakesNoRoom) {
    const auto bytes = encode(full_turn());
    const auto alone = encode_body(bytes, {0, 7, 0, 300, 9});
    const auto body = decode_body(alone);
    EXPECT_EQ(body.back, (std::array<std::uint64_t, kParts>{0, 7, 0, 300, 9}));
    EXPECT_EQ(body.parts[0], bytes.part(0));
    EXPECT_EQ(body.parts[1], "");
    EXPECT_EQ(body.parts[2], bytes.part(2));
    EXPECT_EQ(body.moving, bytes.moving());
    EXPECT_LT(alone.size(), encode_body(bytes, {}).size() - bytes.part(4).size());
}

TEST(Codec, PlacesOfTurnsComeBackInOrder) {
    std::string bytes;
    const std::vector<TurnPlace> places{{7, 1, 1, {}}, {900, 3, 2, {1, UINT64_MAX}}};
    for (const auto& place : places) append_place(bytes, 7, place);
    EXPECT_EQ(decode_places(bytes, 7), places);
}

TEST(Codec, P2_TheKeyOfACidIsTheSameOnEveryMachine) {
    dialog::Entry entry;
    entry.cid = "m1";
    EXPECT_EQ(cid_key(entry), 15352358931895602600U);
    entry.from = dialog::From::customer;
    EXPECT_EQ(cid_key(entry), 18247310823595917579U);
}

TEST(Codec, NumbersAtTheirLimitsComeBack) {
    auto turn = full_turn();
    for (const auto extreme : {INT64_MIN, INT64_MAX, std::int64_t{0}, std::int64_t{-1}, std::int64_t{63}, std::int64_t{-64}, std::int64_t{64}}) {
        turn.conversation.opened_at = at(extreme);
        turn.conversation.generations = static_cast<std::uint64_t>(extreme);
        turn.conversation.misses = static_cast<int>(extreme);
        EXPECT_EQ(turn_of(body_of(turn)), turn) << extreme;
    }
}

TEST(Codec, P15_BytesOfANewerProgramAreRefused) {
    auto bytes = encode(full_ticket());
    bytes[0] = 2;  // the number of the layout
    EXPECT_THAT([&] { decode_ticket(bytes); }, ThrowsMessage<StoreError>(HasSubstr("stored by a newer program: layout 2")));
}

TEST(Codec, BytesCutShortOrTooLongAreRefused) {
    const auto bytes = encode(full_ticket());
    for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_THROW(decode_ticket(bytes.substr(0, size)), StoreError) << size;
    EXPECT_THROW(decode_ticket(bytes + 'x'), StoreError);
    const auto body = body_of(full_turn());
    for (std::size_t size = 0; size < body.size(); ++size) EXPECT_THROW(turn_of(body.substr(0, size)), StoreError) << size;
}

// Whatever the bytes: a turn that can be written and shown again, or a StoreError; never a crash, never memory without bound.
TEST(Codec, HostileBytesAreATurnOrAnError) {
    std::mt19937 random(20240512);
    const auto whole = body_of(full_turn());
    const auto any = [&](std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random); };
    int read = 0;
    for (int round = 0; round < 20000; ++round) {
        auto bytes = whole;
        for (auto changes = any(4); changes-- > 0;) bytes[any(bytes.size())] = static_cast<char>(any(256));
        if (any(4) == 0) bytes.resize(any(bytes.size()));
        if (any(4) == 0) bytes.insert(any(bytes.size() + 1), any(8), static_cast<char>(any(256)));
        try {
            const auto turn = turn_of(bytes);
            EXPECT_EQ(turn_of(body_of(turn)), turn);
            EXPECT_FALSE(name(turn.conversation.holder.kind).empty());
            ++read;
        } catch (const StoreError&) {
        }
    }
    EXPECT_GT(read, 1000);
    EXPECT_LT(read, 19000);
}

}  // namespace
}  // namespace storage
