// Contract: resume tokens, users and sessions, the owner's data, the secret.
#include "tests/storage/contract.hpp"

namespace storage::support {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;

const User kAnna{"u1", "anna", "Anna", "007", "agent", "first", "$argon2id$x", true};

TEST_P(StoreContract, P5_TheTokenBeforeStaysGoodUntilTheNewOneIsUsed) {
    store->put_token("t1", "c1", now);
    EXPECT_EQ(store->token_used("t1"), "c1");
    store->put_token("t2", "c1", now);
    EXPECT_EQ(store->token_used("t1"), "c1");  // the customer never got t2
    EXPECT_EQ(store->token_used("t2"), "c1");
    EXPECT_EQ(store->token_used("t1"), std::nullopt);
    restart();
    EXPECT_EQ(store->token_used("t1"), std::nullopt);
    EXPECT_EQ(store->token_used("t2"), "c1");
    EXPECT_EQ(store->token_used("other"), std::nullopt);
}

TEST_P(StoreContract, TokensOfOtherConversationsStay) {
    store->put_token("t1", "c1", now);
    store->put_token("t2", "c2", now);
    EXPECT_EQ(store->token_used("t2"), "c2");
    EXPECT_EQ(store->token_used("t1"), "c1");
}

TEST_P(StoreContract, TheTokenInUseOutlivesAnyNumberOfUnusedOnes) {
    store->put_token("t0", "c1", now);
    EXPECT_EQ(store->token_used("t0"), "c1");
    for (int i = 1; i <= 20; ++i) store->put_token("t" + std::to_string(i), "c1", now);
    EXPECT_EQ(store->token_used("t0"), "c1");
    EXPECT_EQ(store->token_used("t1"), std::nullopt);
    EXPECT_EQ(store->token_used("t20"), "c1");
}

TEST_P(StoreContract, UsersAreFoundByNameAndId) {
    store->put_user(kAnna);
    EXPECT_EQ(store->user("u1")->name, "anna");
    EXPECT_EQ(store->user_named("anna")->password_hash, "$argon2id$x");
    EXPECT_EQ(store->user_named("bert"), std::nullopt);
    auto renamed = kAnna;
    renamed.name = "anne";
    store->put_user(renamed);
    EXPECT_EQ(store->user_named("anna"), std::nullopt);
    EXPECT_THAT(store->users(), SizeIs(1));
}

TEST_P(StoreContract, ATakenNameIsRefused) {
    store->put_user(kAnna);
    auto other = kAnna;
    other.id = "u2";
    EXPECT_THROW(store->put_user(other), StoreError);
    EXPECT_THAT(store->users(), SizeIs(1));
}

TEST_P(StoreContract, ASessionEndsAtItsTime) {
    store->put_user(kAnna);
    store->put_session("s1", "u1", now + 1h);
    EXPECT_EQ(store->session_user("s1", now + 1h - 1ms)->id, "u1");
    EXPECT_EQ(store->session_user("s1", now + 1h), std::nullopt);
    restart();
    EXPECT_EQ(store->session_user("s1", now)->id, "u1");
    EXPECT_EQ(store->session_user("s2", now), std::nullopt);
}

TEST_P(StoreContract, SessionsAreDroppedOneByOneOrAllOfAUser) {
    store->put_user(kAnna);
    for (const auto* hash : {"s1", "s2", "s3"}) store->put_session(hash, "u1", now + 1h);
    store->drop_session("s1");
    EXPECT_EQ(store->session_user("s1", now), std::nullopt);
    EXPECT_NE(store->session_user("s2", now), std::nullopt);
    store->drop_sessions_of("u1");
    EXPECT_EQ(store->session_user("s2", now), std::nullopt);
    EXPECT_EQ(store->session_user("s3", now), std::nullopt);
}

TEST_P(StoreContract, AnInactiveUserHasNoSession) {
    auto user = kAnna;
    store->put_user(user);
    store->put_session("s1", "u1", now + 1h);
    user.active = false;
    store->put_user(user);
    EXPECT_EQ(store->session_user("s1", now), std::nullopt);
}

TEST_P(StoreContract, TheOwnersDataIsImportedAndReplaced) {
    dialog::KnownOrder order{"o1", "AC", "KFR-35", "2024-05-01", "2999", "shipped", "SF", "SF1", ""};
    dialog::KnownOrder other;
    other.order_no = "o2";
    store->import({{"k1", "Li Lei", "13812345678", "li@example.com", "vip"}}, {{order, "k1"}, {other, "k2"}});
    EXPECT_EQ(store->customer("k1")->tier, "vip");
    EXPECT_EQ(store->customer("k2"), std::nullopt);
    EXPECT_EQ(store->order("o1")->order, order);
    EXPECT_EQ(store->order("o1")->customer, "k1");
    order.status = "delivered";
    store->import({}, {{order, "k1"}});
    EXPECT_EQ(store->order("o1")->order.status, "delivered");
    EXPECT_THAT(store->orders_of("k1"), SizeIs(1));
    EXPECT_THAT(store->orders_of("k3"), IsEmpty());
    EXPECT_EQ(store->order("o3"), std::nullopt);
}

TEST_P(StoreContract, TheSecretIsMadeOnce) {
    const auto secret = store->secret();
    EXPECT_THAT(secret, SizeIs(32));
    restart();
    EXPECT_EQ(store->secret(), secret);
}

}  // namespace
}  // namespace storage::support
