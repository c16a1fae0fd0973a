// Contract: tickets. Their numbers, their log, how they are found.
#include "tests/storage/contract.hpp"

namespace storage::support {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> numbers(const std::vector<tickets::Ticket>& found) {
    std::vector<std::string> all;
    for (const auto& ticket : found) all.push_back(ticket.number);
    return all;
}

template <class Field, class Value>
TicketFilter with(Field TicketFilter::*field, const Value& value) {
    TicketFilter filter;
    filter.*field = value;
    return filter;
}

TEST_P(StoreContract, R31_TheNumberIsGivenInTheCommitWhereverTheMarkStands) {
    Talk talk;
    const auto turn = committed(talk.opens_ticket("leak"));
    EXPECT_EQ(turn.conversation.tickets[0].number, "WX20240512001");
    EXPECT_EQ(turn.entries[0].text, "Your number is WX20240512001.");
    EXPECT_EQ(store->conversation("c1")->tickets[0].number, "WX20240512001");
    EXPECT_THAT(texts(store->entries("c1", 0, 10)), ElementsAre("Your number is WX20240512001."));
    EXPECT_EQ(store->ticket("WX20240512001")->summary, "leak");
    EXPECT_EQ(store->ticket("WX20240512002"), std::nullopt);
}

TEST_P(StoreContract, R31_P8_NumbersAreDenseOverARestart) {
    std::vector<std::string> given;
    for (int i = 1; i <= 4; ++i) {
        Talk talk("c" + std::to_string(i));
        given.push_back(committed(talk.opens_ticket("leak")).conversation.tickets[0].number);
        if (i == 2) restart();
    }
    EXPECT_THAT(given, ElementsAre("WX20240512001", "WX20240512002", "WX20240512003", "WX20240512004"));
}

TEST_P(StoreContract, R31_P8_ATurnThatIsNotCommittedTakesNoNumber) {
    Talk talk, other("c2");
    committed(talk.customer("hello", "m1"));
    auto stale = talk.opens_ticket("leak").turn();
    stale.conversation.version = 7;
    EXPECT_EQ(commit(*store, stale).status, CommitStatus::conflict);
    EXPECT_EQ(status_of(talk.customer("hello", "m1")), CommitStatus::duplicate);
    EXPECT_EQ(committed(other.opens_ticket("leak")).conversation.tickets[0].number, "WX20240512001");
}

TEST_P(StoreContract, R31_EachDayBeginsAtOne) {
    Talk first("c1"), next_day("c2"), late("c3");
    committed(first.opens_ticket("leak"));
    next_day.now = kNoon + 24h;
    EXPECT_EQ(committed(next_day.opens_ticket("leak")).conversation.tickets[0].number, "WX20240513001");
    EXPECT_EQ(committed(late.opens_ticket("leak")).conversation.tickets[0].number, "WX20240512002");  // the clock went back
}

TEST_P(StoreContract, R35_NothingInTheHandlingLogIsOverwritten) {
    Talk talk;
    committed(talk.opens_ticket("leak"));
    committed(talk.ticket_goes(tickets::Status::assigned).ticket_goes(tickets::Status::in_progress));
    const auto log = store->ticket_log("WX20240512001");
    ASSERT_THAT(log, SizeIs(3));
    EXPECT_EQ(log[0], (tickets::LogLine{"WX20240512001", kNoon, "bot", "opened", "leak"}));
    EXPECT_EQ(log[1].detail, "assigned");
    EXPECT_EQ(log[2].detail, "in_progress");
    EXPECT_EQ(store->ticket("WX20240512001")->status, tickets::Status::in_progress);
}

TEST_P(StoreContract, TicketsAreFoundByNumberSummaryAndCustomer) {
    store->import({{"k1", "Li Lei", "", "", ""}}, {});
    Talk talk("c1"), other("c2");
    talk.opens_ticket("air conditioner leaks");
    std::get<dialog::TicketChanged>(talk.draft.effects[0]).ticket.customer = "k1";
    committed(talk);
    committed(other.opens_ticket("100% humid_ity"));
    const auto found = [&](const std::string& text) { return numbers(store->tickets(with(&TicketFilter::text, text))); };
    EXPECT_THAT(found("512001"), ElementsAre("WX20240512001"));
    EXPECT_THAT(found("LEAKS"), ElementsAre("WX20240512001"));
    EXPECT_THAT(found("Li L"), ElementsAre("WX20240512001"));
    EXPECT_THAT(found("0%"), ElementsAre("WX20240512002"));
    EXPECT_THAT(found("d_i"), ElementsAre("WX20240512002"));
    EXPECT_THAT(found("a_r"), IsEmpty());
    EXPECT_THAT(numbers(store->tickets(with(&TicketFilter::customer, "k1"))), ElementsAre("WX20240512001"));
}

TEST_P(StoreContract, TicketsAreFilteredByStatusAndTeam) {
    Talk talk("c1"), other("c2");
    committed(talk.opens_ticket("leak"));
    committed(talk.ticket_goes(tickets::Status::closed));
    other.opens_ticket("noise");
    std::get<dialog::TicketChanged>(other.draft.effects[0]).ticket.team = "field";
    committed(other);
    EXPECT_THAT(numbers(store->tickets(with(&TicketFilter::status, "closed"))), ElementsAre("WX20240512001"));
    EXPECT_THAT(numbers(store->tickets(with(&TicketFilter::team, "field"))), ElementsAre("WX20240512002"));
    EXPECT_THAT(numbers(store->tickets(with(&TicketFilter::open_only, true))), ElementsAre("WX20240512002"));
}

TEST_P(StoreContract, TicketsComeNewestFirstInPages) {
    for (int i = 1; i <= 5; ++i) {
        Talk talk("c" + std::to_string(i));
        committed(talk.opens_ticket("leak"));
    }
    const auto page_before = [&](const std::string& number) {
        auto filter = with(&TicketFilter::limit, 2U);
        filter.before = number;
        return store->tickets(filter);
    };
    EXPECT_THAT(numbers(page_before("")), ElementsAre("WX20240512005", "WX20240512004"));
    EXPECT_THAT(numbers(page_before("WX20240512004")), ElementsAre("WX20240512003", "WX20240512002"));
    EXPECT_THAT(numbers(page_before("WX20240512002")), ElementsAre("WX20240512001"));
}

}  // namespace
}  // namespace storage::support
