#include "server/auth.hpp"

#include "server/authorize.hpp"
#include "storage/sqlite_store.hpp"
#include "tests/server/service_support.hpp"

#include <gmock/gmock.h>

namespace server {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

// Logins on a real store, with a clock moved by hand. There is one agent, "ann".
class Auths : public testing::Test {
protected:
    Auths() {
        storage::SqliteOptions options;
        options.data_directory = data_.path();
        options.now = [this] { return now_; };
        store_ = storage::open_sqlite(options);
        AuthOptions auth_options;
        auth_options.cost = support::cheap_passwords();
        auth_options.limits.max_failures_per_name = 3;
        auth_options.limits.max_failures_per_source = 5;
        auth_ = std::make_unique<Auth>(*store_, [this] { return now_; }, [this](const std::string& user) { ended_.push_back(user); }, auth_options);
        storage::User ann;
        ann.id = "u1";
        ann.name = "ann";
        ann.role = kAgentRole;
        password_ = auth_->reset_password(ann);
        ended_.clear();
    }

    bool logs_in(const std::string& name, const std::string& password, const std::string& peer = "192.0.2.1") {
        return std::holds_alternative<LoggedIn>(auth_->login(name, password, peer));
    }
    LoginFault fault(const std::string& name, const std::string& password, const std::string& peer = "192.0.2.1") {
        return std::get<LoginFault>(auth_->login(name, password, peer));
    }
    LoggedIn login() { return std::get<LoggedIn>(auth_->login("ann", password_, "192.0.2.1")); }
    std::optional<Caller> caller(const std::string& token) {
        net::Request request;
        request.headers["cookie"] = "other=1; " + std::string(kSessionCookie) + "=" + token;
        return auth_->caller(request);
    }

    support::TemporaryDirectory data_;
    tickets::Time now_{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<Auth> auth_;
    std::string password_;
    std::vector<std::string> ended_;
};

TEST_F(Auths, AWrongPasswordAndAnUnknownNameAreToldApartByNothing) {
    EXPECT_EQ(fault("ann", "wrong password"), LoginFault::wrong);
    EXPECT_EQ(fault("nobody", "wrong password"), LoginFault::wrong);
    EXPECT_EQ(fault(std::string(1000, 'x'), "wrong password"), LoginFault::wrong);
    EXPECT_TRUE(logs_in("ann", password_));
}

TEST_F(Auths, AUserWhoIsNotActiveCannotLogInAndIsNobody) {
    const LoggedIn before = login();
    auto ann = *store_->user("u1");
    ann.active = false;
    store_->put_user(ann);
    EXPECT_EQ(fault("ann", password_), LoginFault::wrong);
    EXPECT_FALSE(caller(before.token));
}

TEST_F(Auths, TooManyFailuresOfANameAreRefusedUntilTheWindowHasPassed) {
    for (int failure = 0; failure < 3; ++failure) EXPECT_EQ(fault("ann", "wrong", "192.0.2." + std::to_string(failure)), LoginFault::wrong);
    EXPECT_EQ(fault("ann", password_, "192.0.2.9"), LoginFault::too_many_tries);
    now_ += 15min + 1ms;
    EXPECT_TRUE(logs_in("ann", password_));
}

TEST_F(Auths, TooManyFailuresFromASourceAreRefusedWhateverTheName) {
    for (int failure = 0; failure < 5; ++failure) EXPECT_EQ(fault("name" + std::to_string(failure), "wrong"), LoginFault::wrong);
    EXPECT_EQ(fault("ann", password_), LoginFault::too_many_tries);
    EXPECT_TRUE(logs_in("ann", password_, "198.51.100.1"));
}

TEST_F(Auths, ASubscribersIpv6AddressesAreOneSource) {
    for (int failure = 0; failure < 5; ++failure) fault("name" + std::to_string(failure), "wrong", "2001:db8::" + std::to_string(failure));
    EXPECT_EQ(fault("ann", password_, "2001:db8::ffff"), LoginFault::too_many_tries);
}

TEST_F(Auths, ARightLoginForgetsTheNamesFailures) {
    for (int round = 0; round < 2; ++round) {
        fault("ann", "wrong", "192.0.2." + std::to_string(10 + round));
        fault("ann", "wrong", "192.0.2." + std::to_string(20 + round));
        EXPECT_TRUE(logs_in("ann", password_, "192.0.2.30"));
    }
}

TEST_F(Auths, ASessionIsKnownByItsTokenUntilItExpires) {
    const LoggedIn session = login();
    ASSERT_TRUE(caller(session.token));
    EXPECT_EQ(caller(session.token)->user.name, "ann");
    EXPECT_FALSE(caller(""));
    EXPECT_FALSE(caller(session.caller.session)) << "the stored hash is no token";
    EXPECT_FALSE(caller(random_token()));
    now_ += 12h;
    EXPECT_FALSE(caller(session.token));
}

TEST_F(Auths, ChangingCallsMustShowTheTokenOfTheirSession) {
    const LoggedIn session = login();
    const LoggedIn other = login();
    net::Request request;
    EXPECT_FALSE(Auth::shows_csrf(request, session.caller));
    request.headers["x-csrf-token"] = other.caller.csrf;
    EXPECT_FALSE(Auth::shows_csrf(request, session.caller));
    request.headers["x-csrf-token"] = session.caller.csrf;
    EXPECT_TRUE(Auth::shows_csrf(request, session.caller));
}

TEST_F(Auths, LoggingOutEndsTheSessionAndItsSockets) {
    const LoggedIn session = login();
    const LoggedIn other = login();
    auth_->logout(session.caller);
    EXPECT_FALSE(caller(session.token));
    EXPECT_TRUE(caller(other.token));
    EXPECT_THAT(ended_, ElementsAre("u1"));
}

TEST_F(Auths, ANewPasswordEndsTheOtherSessions) {
    const LoggedIn session = login();
    const LoggedIn other = login();
    EXPECT_FALSE(auth_->change_password(session.caller, "wrong", "a new password", "192.0.2.1"));
    EXPECT_THAT(ended_, IsEmpty());
    EXPECT_TRUE(auth_->change_password(session.caller, password_, "a new password", "192.0.2.1"));
    EXPECT_TRUE(caller(session.token));
    EXPECT_FALSE(caller(other.token));
    EXPECT_TRUE(logs_in("ann", "a new password"));
    EXPECT_FALSE(logs_in("ann", password_));
}

TEST_F(Auths, AResetPasswordEndsAllSessions) {
    const LoggedIn session = login();
    const std::string fresh = auth_->reset_password(*store_->user("u1"));
    EXPECT_FALSE(caller(session.token));
    EXPECT_TRUE(logs_in("ann", fresh));
}

TEST_F(Auths, TheFirstUserIsMadeOnlyWhenThereIsNone) {
    EXPECT_FALSE(auth_->make_first_user());
    support::TemporaryDirectory empty;
    const auto store = storage::open_sqlite({.data_directory = empty.path()});
    Auth auth(*store, [this] { return now_; }, [](const std::string&) {}, {.cost = support::cheap_passwords(), .limits = {}});
    const auto password = auth.make_first_user();
    ASSERT_TRUE(password);
    EXPECT_EQ(store->user_named(std::string(kFirstUser))->role, kSupervisorRole);
    EXPECT_TRUE(std::holds_alternative<LoggedIn>(auth.login(std::string(kFirstUser), *password, "192.0.2.1")));
    EXPECT_FALSE(auth.make_first_user());
}

TEST(Passwords, AreTakenAtTheLimitsAndRefusedBeyondThem) {
    EXPECT_TRUE(password_fault("123456789"));
    EXPECT_FALSE(password_fault("1234567890"));
    EXPECT_FALSE(password_fault("密码密码密码密码密码"));
    EXPECT_TRUE(password_fault("密码密码密码密码密"));
    EXPECT_FALSE(password_fault(std::string(256, 'a')));
    EXPECT_TRUE(password_fault(std::string(257, 'a')));
    EXPECT_TRUE(password_fault(std::string_view("0123456789\0abc", 14)));
    EXPECT_TRUE(password_fault("0123456789\xff"));
}

TEST(Passwords, RandomOnesDifferAndMayBeUsed) {
    EXPECT_NE(random_password(), random_password());
    EXPECT_FALSE(password_fault(random_password()));
}

TEST(Passwords, AreStoredAsArgon2id) { EXPECT_TRUE(hash_password("x", support::cheap_passwords()).starts_with("$argon2id$")); }

struct Allowed {
    Action action;
    bool agent;
    bool agent_on_own;
    bool supervisor;
};

TEST(Authorize, EveryRoleAndActionIsInTheTable) {
    const Allowed table[] = {
        {Action::log_out, true, true, true},           {Action::see_self, true, true, true},
        {Action::change_own_password, true, true, true}, {Action::see_desk, true, true, true},
        {Action::see_conversations, true, true, true}, {Action::see_tickets, true, true, true},
        {Action::show_contact, false, true, true},     {Action::see_users, false, false, true},
        {Action::change_users, false, false, true},
    };
    storage::User user;
    user.id = "u1";
    for (const Allowed& line : table) {
        const int action = static_cast<int>(line.action);
        user.role = kAgentRole;
        EXPECT_EQ(authorize(user, line.action, {.owner = "u2"}), line.agent) << action;
        EXPECT_EQ(authorize(user, line.action, {.owner = "u1"}), line.agent_on_own) << action;
        user.role = kSupervisorRole;
        EXPECT_EQ(authorize(user, line.action, {.owner = "u2"}), line.supervisor) << action;
        user.role = "customer";
        EXPECT_FALSE(authorize(user, line.action, {.owner = "u1"})) << action;
        user.role = kSupervisorRole;
        user.active = false;
        EXPECT_FALSE(authorize(user, line.action, {.owner = "u1"})) << action;
        user.active = true;
    }
}

TEST(Authorize, ATicketWithoutAnOwnerBelongsToNobody) {
    storage::User user;
    user.role = kAgentRole;
    EXPECT_FALSE(authorize(user, Action::show_contact, {.owner = ""}));
}

}  // namespace
}  // namespace server
