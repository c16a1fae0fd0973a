// The lookups: who may know what, and how often one may guess.
#include "server/actors.hpp"

#include "tests/support/people.hpp"

#include <future>
#include <gmock/gmock.h>

namespace {

using namespace std::chrono_literals;
using namespace server;

class Actors : public testing::Test {
protected:
    Actors() : desk(support::open_desk()), hash(desk.store().secret()) {
        desk.store().import({{"k1", "王小明", "138 0000 5678", "", "vip"}, {"k2", "李雷", "13900001234", "", ""}},
                            {{order("ORDER1"), "k1"}, {order("ORDER2"), "k1"}, {order("ORDER3"), "k2"}});
    }

    static dialog::KnownOrder order(const std::string& number) {
        dialog::KnownOrder known;
        known.order_no = number;
        known.product = "空调";
        known.status = "delivered";
        return known;
    }

    dialog::JobDone ask(const std::string& actor, std::map<std::string, std::string> parameters, const std::string& visitor = "v") {
        return run_actor(desk.store(), desk.desk(), hash, {"conversation", visitor, {7, actor, std::move(parameters), {}}, desk.now()});
    }
    dialog::JobDone verify(const std::string& order_no, const std::string& last4) {
        return ask("verify_identity", {{"order_no", order_no}, {"phone_last4", last4}});
    }

    LocalDesk desk;
    KeyedHash hash;
};

TEST_F(Actors, R7_TheOrderAndTheLastFourDigitsTogetherVerify) {
    const auto done = verify("order1", "5678");
    EXPECT_EQ(done.id, 7U);
    EXPECT_EQ(done.outcome, "verified");
    EXPECT_EQ(done.identity.customer, "k1");
    EXPECT_EQ(done.identity.tier, "vip");
    EXPECT_EQ(done.identity.order_no, "ORDER1");
    EXPECT_EQ(done.orders.size(), 2U);
    EXPECT_FALSE(done.failed);
}

TEST_F(Actors, R8_AnUnknownOrderAndWrongDigitsAreTheSameAnswer) {
    auto wrong = verify("ORDER1", "0000");
    auto unknown = verify("NOSUCH", "5678");
    EXPECT_EQ(wrong.outcome, "refused");
    EXPECT_NE(wrong.identity_key, unknown.identity_key);
    EXPECT_EQ(wrong.identity_key.find("ORDER1"), std::string::npos);
    wrong.identity_key = unknown.identity_key;
    EXPECT_EQ(wrong, unknown);
    for (const auto* last4 : {"", "567", "56789", "----"}) EXPECT_EQ(verify("ORDER1", last4).outcome, "refused") << last4;
}

TEST_F(Actors, R8_AfterTooManyTriesEvenTheRightAnswerIsNotLookedAt) {
    support::Customer customer(desk);
    customer.hello();
    auto state = *desk.store().conversation(customer.conversation());
    const auto key = verify("ORDER1", "0000").identity_key;
    for (int tries = 0; tries < desk.desk().max_identity_tries; ++tries) {
        EXPECT_EQ(verify("ORDER1", "5678").outcome, "verified");
        ++state.version;
        std::promise<storage::CommitStatus> committed;
        desk.store().commit({state, {}, {dialog::IdentityTried{key, "elsewhere", false, desk.now()}}, {}},
                            [&committed](const storage::Commit& commit) { committed.set_value(commit.status); });
        ASSERT_EQ(committed.get_future().get(), storage::CommitStatus::committed);
    }
    EXPECT_EQ(verify("ORDER1", "5678").outcome, "limited");
    EXPECT_EQ(verify("ORDER3", "1234").outcome, "verified");
    desk.move_clock(desk.now() + desk.desk().identity_window + 1min);
    EXPECT_EQ(verify("ORDER1", "5678").outcome, "verified");
}

TEST_F(Actors, OrdersAreThoseOfTheCustomerOnly) {
    EXPECT_EQ(ask("lookup_orders", {{"customer", "k2"}}).orders.size(), 1U);
    EXPECT_EQ(ask("lookup_orders", {{"customer", ""}}).outcome, "none");
}

TEST_F(Actors, AnUnknownActorFailsAndSaysSo) { EXPECT_TRUE(ask("no such actor", {}).failed); }

}  // namespace
