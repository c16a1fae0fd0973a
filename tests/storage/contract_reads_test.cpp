// Contract: what can be read back. The log by seq and by position, the desk's lists, what is still to be done.
#include "tests/storage/contract.hpp"

namespace storage::support {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> ids(const std::vector<ConversationRow>& rows) {
    std::vector<std::string> all;
    for (const auto& row : rows) all.push_back(row.id);
    return all;
}

TEST_P(StoreContract, P5_TheLogIsReadOnFromASeq) {
    Talk talk;
    committed(talk.customer("1").bot("2"));
    committed(talk.note("for us").customer("3").bot("4"));
    EXPECT_THAT(texts(store->visible_entries("c1", 0, 10)), ElementsAre("1", "2", "3", "4"));
    EXPECT_THAT(texts(store->visible_entries("c1", 2, 10)), ElementsAre("3", "4"));
    EXPECT_THAT(texts(store->visible_entries("c1", 1, 2)), ElementsAre("2", "3"));
    EXPECT_THAT(store->visible_entries("c1", 4, 10), IsEmpty());
    EXPECT_THAT(store->visible_entries("c2", 0, 10), IsEmpty());
}

TEST_P(StoreContract, AgentsReadNotesToo) {
    Talk talk;
    const auto turn = committed(talk.customer("1").note("for us").bot("2"));
    EXPECT_EQ(store->entries("c1", 0, 10), turn.entries);
    EXPECT_THAT(texts(store->entries("c1", 1, 10)), ElementsAre("for us", "2"));
}

TEST_P(StoreContract, APageHasAtMostKMaxPageEntries) {
    Talk talk;
    for (std::size_t i = 0; i <= kMaxPage; ++i) talk.bot("text");
    committed(talk);
    EXPECT_THAT(store->entries("c1", 0, kMaxPage + 1), SizeIs(kMaxPage));
    EXPECT_THAT(store->visible_entries("c1", 1, kMaxPage + 1), SizeIs(kMaxPage));
}

TEST_P(StoreContract, P7_TheQueueIsOrderedByPriorityThenArrival) {
    for (const auto& [id, minute] : std::vector<std::pair<std::string, int>>{{"late", 5}, {"early", 1}, {"urgent", 9}}) {
        Talk talk(id);
        if (id == "urgent") talk.opens_ticket("smoke").draft.conversation.tickets[0].priority = tickets::Priority::urgent;
        committed(talk.waits(kNoon + std::chrono::minutes(minute)));
    }
    EXPECT_THAT(ids(store->conversations("queue", "", 10)), ElementsAre("urgent", "early", "late"));
    EXPECT_THAT(ids(store->conversations("queue", "", 2)), ElementsAre("urgent", "early"));
}

TEST_P(StoreContract, P7_ListsFollowTheHolder) {
    Talk bot("bot"), over("over"), mine("mine"), hers("hers");
    committed(bot.customer("hello"));
    committed(over.customer("bye").ends());
    committed(mine.held_by("a1"));
    committed(hers.held_by("a2"));
    EXPECT_THAT(ids(store->conversations("agent", "a1", 10)), ElementsAre("mine"));
    EXPECT_THAT(ids(store->conversations("agent", "", 10)), ElementsAre("hers", "mine"));
    EXPECT_EQ(store->conversation_row("mine")->agent_name, "Agent a1");
    EXPECT_THAT(ids(store->conversations("", "", 10)), ElementsAre("bot", "hers", "mine"));
    committed(mine.waits(now));
    EXPECT_THAT(ids(store->conversations("agent", "a1", 10)), IsEmpty());
    EXPECT_THAT(ids(store->conversations("queue", "", 10)), ElementsAre("mine"));
}

TEST_P(StoreContract, ARowShowsWhatTheDeskLists) {
    Talk talk;
    talk.draft.conversation.issue.text = "No cold air\nsince Monday";
    talk.draft.conversation.identity.customer_name = "Li Lei";
    committed(talk.customer("No cold air").note("hidden"));
    auto row = store->conversation_row("c1").value();
    EXPECT_EQ(row.subject, "No cold air");
    EXPECT_EQ(row.last_text, "No cold air");
    EXPECT_EQ(row.holder, "bot");
    EXPECT_EQ(row.priority, "medium");
    EXPECT_EQ(row.customer_name, "Li Lei");
    EXPECT_EQ(row.due, std::nullopt);

    talk.now = kNoon + 5min;
    const auto number = committed(talk.opens_ticket("No cold air")).conversation.tickets[0].number;
    row = store->conversation_row("c1").value();
    EXPECT_EQ(row.ticket, number);
    EXPECT_EQ(row.subject, "not_cooling");
    EXPECT_EQ(row.due, kNoon + 35min);  // first response
    EXPECT_EQ(row.last_at, kNoon + 5min);
    EXPECT_EQ(row.opened_at, kNoon);
    EXPECT_EQ(store->conversation_row("c2"), std::nullopt);
}

TEST_P(StoreContract, TheSolutionIsDueOnceSomebodyHasAnswered) {
    Talk talk;
    committed(talk.opens_ticket("leak"));
    talk.draft.conversation.tickets[0].first_response_at = kNoon;
    committed(talk);
    EXPECT_EQ(store->conversation_row("c1")->due, kNoon + 24h);
    talk.draft.conversation.tickets[0].solved_at = kNoon;
    committed(talk);
    EXPECT_EQ(store->conversation_row("c1")->due, std::nullopt);
}

TEST_P(StoreContract, ATurnInWhichNobodySpeaksKeepsTheLastText) {
    Talk talk;
    committed(talk.customer("hello"));
    committed(talk.held_by("a1").system("Anna has joined"));
    EXPECT_EQ(store->conversation_row("c1")->last_text, "hello");
}

TEST_P(StoreContract, ALongTextIsCutBetweenCharacters) {
    Talk talk;
    std::string text = "x";
    for (int i = 0; i < 100; ++i) text += "冷";
    committed(talk.customer(text));
    const auto shown = store->conversation_row("c1")->last_text;
    EXPECT_EQ(shown, text.substr(0, 1 + 3 * 39));  // 118 bytes: one more character would pass kPreviewBytes
}

TEST_P(StoreContract, P11_ArmedTimersAreFoundAfterARestart) {
    Talk talk, other("c2");
    committed(talk.arms("silence", kNoon + 5min, 1).arms("sla", kNoon + 1min, 2).arms("settle", kNoon, 3));
    committed(talk.drops("settle").arms("silence", kNoon + 9min, 4));
    committed(other.arms("silence", kNoon, 1).drops("silence"));
    restart();
    const auto timers = store->timers();
    ASSERT_THAT(timers, SizeIs(2));
    EXPECT_EQ(timers[0].name, "sla");
    EXPECT_EQ(timers[1].name, "silence");
    EXPECT_EQ(timers[1].due, kNoon + 9min);
    EXPECT_EQ(timers[1].generation, 4U);
    EXPECT_EQ(timers[1].conversation, "c1");
}

TEST_P(StoreContract, P9_UnfinishedJobsAreFoundAfterARestart) {
    Talk talk;
    committed(talk.starts_job(1, "lookup_orders").starts_job(2, "verify_identity"));
    committed(talk.finishes_job(1));
    restart();
    const auto jobs = store->jobs();
    ASSERT_THAT(jobs, SizeIs(1));
    EXPECT_EQ(jobs[0].conversation, "c1");
    EXPECT_EQ(jobs[0].job, (dialog::StartJob{2, "verify_identity", {{"order_no", "20240512001"}}, kNoon}));
}

TEST_P(StoreContract, R8_FailedTriesCountPerIdentityAndPerSource) {
    Talk talk, other("c2");
    committed(talk.fails_identity("id1", kNoon).fails_identity("id2", kNoon + 1min));
    committed(other.fails_identity("id1", kNoon + 2min));
    restart();
    EXPECT_EQ(store->failed_tries("id1", "", kNoon), 2);
    EXPECT_EQ(store->failed_tries("id1", "", kNoon + 1min), 1);
    EXPECT_EQ(store->failed_tries("id3", "visitor-c1", kNoon), 2);
    EXPECT_EQ(store->failed_tries("id1", "visitor-c2", kNoon), 2);
    EXPECT_EQ(store->failed_tries("id3", "", kNoon), 0);
}

TEST_P(StoreContract, R8_ASuccessfulTryIsNoFailedOne) {
    Talk talk;
    talk.draft.effects.push_back(dialog::IdentityTried{"id1", "v1", true, kNoon});
    committed(talk);
    EXPECT_EQ(store->failed_tries("id1", "v1", kNoon), 0);
}

}  // namespace
}  // namespace storage::support
