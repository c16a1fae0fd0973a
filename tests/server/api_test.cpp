#include "server/api.hpp"

#include "tests/server/service_support.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <regex>
#include <set>

namespace {

using support::Answer;
using support::Browser;
using support::Json;
using support::RunningService;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::string filled(const std::string& pattern) { return std::regex_replace(pattern, std::regex(R"(\{\w+\})"), "x"); }

std::set<std::string> documented_calls() {
    std::ifstream in(FRONTDESK_SOURCE_DIR "/docs/protocol.md");
    const std::regex call(R"re(^\| `(GET|POST) (/api/v1[^`?]*))re");
    std::set<std::string> calls;
    for (std::string line; std::getline(in, line);) {
        std::smatch found;
        if (std::regex_search(line, found, call)) calls.insert(found[1].str() + " " + found[2].str());
    }
    return calls;
}

TEST(Api, TheTableIsTheDocumentedOne) {
    std::set<std::string> calls;
    for (const auto& entry : server::api_entries()) calls.insert(entry.method + " " + entry.pattern);
    EXPECT_EQ(calls, documented_calls());
}

TEST(Api, NothingButLoginAndWidgetIsAnsweredToSomebodyUnknown) {
    RunningService service;
    Browser stranger(service);
    for (const auto& entry : server::api_entries()) {
        const auto answer = stranger.call(entry.method, filled(entry.pattern), entry.method == "POST" ? "{}" : "");
        const bool open = entry.pattern == "/api/v1/login" || entry.pattern == "/api/v1/widget";
        EXPECT_EQ(answer.code() == "login_required", !open) << entry.pattern;
    }
}

TEST(Api, EveryChangingCallNeedsTheCsrfToken) {
    RunningService service;
    Browser admin(service, "admin", service.password());
    admin.forget_csrf();
    for (const auto& entry : server::api_entries()) {
        if (entry.method != "POST" || entry.pattern == "/api/v1/login") continue;
        EXPECT_EQ(admin.post(filled(entry.pattern), Json::object()).code(), "csrf") << entry.pattern;
    }
}

TEST(Api, AnAgentMayNotTouchUsers) {
    RunningService service;
    Browser ann(service, "ann", service.add_agent("ann"));
    for (const auto& entry : server::api_entries()) {
        if (!entry.pattern.starts_with("/api/v1/users")) continue;
        EXPECT_EQ(ann.call(entry.method, filled(entry.pattern), entry.method == "POST" ? "{}" : "").code(), "forbidden") << entry.pattern;
    }
}

TEST(Api, LoginGivesACookieThatPagesCannotReadOrSendFromElsewhere) {
    RunningService service;
    Browser browser(service);
    const auto answer = browser.login("admin", service.password());
    EXPECT_EQ(answer.json["user"]["role"], "supervisor");
    for (const char* flag : {"__Host-frontdesk=", "Path=/", "Secure", "HttpOnly", "SameSite=Strict"}) EXPECT_THAT(answer.headers.at("set-cookie"), HasSubstr(flag));
    EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
    EXPECT_EQ(browser.get("/api/v1/me").json["csrf"], answer.json["csrf"]);
    EXPECT_EQ(Browser(service).login("admin", "wrong password").code(), "wrong_login");
    EXPECT_EQ(Browser(service).login("nobody", "wrong password").code(), "wrong_login");
}

TEST(Api, BodiesThatAreNoJsonWithinTheLimitsAreRefused) {
    RunningService service;
    Browser browser(service);
    const auto code = [&](const std::string& body, const std::string& type = "application/json") {
        return browser.call("POST", "/api/v1/login", body, "Content-Type: " + type + "\r\n").code();
    };
    EXPECT_EQ(code("name=a", "application/x-www-form-urlencoded"), "not_json");
    EXPECT_EQ(code("{}", "text/plain"), "not_json");
    EXPECT_EQ(code("{\"name\":"), "bad_json");
    EXPECT_EQ(code("[]"), "bad_json");
    EXPECT_EQ(code("{\"name\":\"a\",\"name\":\"b\"}"), "bad_json");
    EXPECT_EQ(code("{\"name\":\"\xff\"}"), "bad_json");
    EXPECT_EQ(code("{\"a\":" + std::string(16, '[') + std::string(16, ']') + "}"), "bad_json");
    EXPECT_EQ(code("{\"a\":" + std::string(15, '[') + std::string(15, ']') + "}"), "wrong_login");
}

TEST(Api, LoggingOutForgetsTheCookie) {
    RunningService service;
    Browser browser(service, "admin", service.password());
    const auto answer = browser.post("/api/v1/logout", Json::object());
    EXPECT_EQ(answer.status, 204);
    EXPECT_THAT(answer.headers.at("set-cookie"), HasSubstr("Max-Age=0"));
    EXPECT_EQ(browser.get("/api/v1/me").status, 401);
}

TEST(Api, AUserIsMadeChangedAndGivenANewPassword) {
    RunningService service;
    Browser admin(service, "admin", service.password());
    const auto made = admin.post("/api/v1/users", {{"name", "ann"}, {"display_name", "小安"}, {"staff_number", "007"}, {"role", "agent"}, {"team", "general"}});
    ASSERT_EQ(made.status, 200);
    const std::string id = made.json["user"]["id"];
    EXPECT_EQ(made.json["user"]["display_name"], "小安");
    EXPECT_EQ(admin.post("/api/v1/users", {{"name", "ann"}}).code(), "name_taken");

    Browser ann(service, "ann", made.json["password"]);
    EXPECT_EQ(admin.post("/api/v1/users/" + id, {{"display_name", "安安"}}).json["user"]["display_name"], "安安");
    EXPECT_EQ(ann.get("/api/v1/me").status, 200) << "another name ends no session";
    EXPECT_EQ(admin.post("/api/v1/users/" + id, {{"role", "supervisor"}}).status, 200);
    EXPECT_EQ(ann.get("/api/v1/me").status, 401) << "another role does";

    const std::string fresh = admin.post("/api/v1/users/" + id + "/password", Json::object()).json["password"];
    EXPECT_EQ(ann.login("ann", made.json["password"]).status, 401);
    EXPECT_EQ(ann.login("ann", fresh).status, 200);
    EXPECT_EQ(admin.post("/api/v1/users/" + id, {{"active", false}}).status, 200);
    EXPECT_EQ(ann.get("/api/v1/me").status, 401);
    EXPECT_THAT(admin.get("/api/v1/users").json["users"], SizeIs(2));
    EXPECT_EQ(admin.post("/api/v1/users/nobody/password", Json::object()).code(), "unknown_user");
}

TEST(Api, FieldsOfAUserAreChecked) {
    RunningService service;
    Browser admin(service, "admin", service.password());
    const auto message = [&](const Json& user) { return admin.post("/api/v1/users", user).json["error"]["message"].get<std::string>(); };
    EXPECT_THAT(message({{"name", "Ann"}}), HasSubstr("name"));
    EXPECT_THAT(message({{"name", std::string(65, 'a')}}), HasSubstr("name"));
    EXPECT_THAT(message({{"name", "ann"}, {"role", "owner"}}), HasSubstr("role"));
    EXPECT_THAT(message({{"name", "ann"}, {"team", "nowhere"}}), HasSubstr("team"));
    EXPECT_THAT(message({{"name", "ann"}, {"display_name", "a\u202e"}}), HasSubstr("display_name"));
    EXPECT_EQ(admin.post("/api/v1/users", {{"name", std::string(64, 'a')}}).status, 200);
}

TEST(Api, TheLastSupervisorCannotBeLost) {
    RunningService service;
    Browser admin(service, "admin", service.password());
    const std::string id = admin.get("/api/v1/me").json["user"]["id"];
    EXPECT_EQ(admin.post("/api/v1/users/" + id, {{"role", "agent"}}).code(), "last_supervisor");
    EXPECT_EQ(admin.post("/api/v1/users/" + id, {{"active", false}}).code(), "last_supervisor");
}

TEST(Api, OnesOwnPasswordIsChangedWithTheOldOne) {
    RunningService service;
    Browser admin(service, "admin", service.password());
    EXPECT_EQ(admin.post("/api/v1/me/password", {{"old", "wrong"}, {"new", "a new password"}}).code(), "wrong_login");
    EXPECT_EQ(admin.post("/api/v1/me/password", {{"old", service.password()}, {"new", "short"}}).code(), "bad_value");
    EXPECT_EQ(admin.post("/api/v1/me/password", {{"old", service.password()}, {"new", "a new password"}}).status, 204);
    EXPECT_EQ(admin.get("/api/v1/me").status, 200);
    EXPECT_EQ(Browser(service).login("admin", "a new password").status, 200);
}

TEST(Api, R33_TicketsAreMaskedAndContactIsShownToWhoMayAndAudited) {
    RunningService service;
    const std::string password = service.add_agent("ann");
    const std::string owner = service.store().user_named("ann")->id;
    const std::string own = service.add_ticket("conversation-1", owner);
    const std::string other = service.add_ticket("conversation-2", "somebody else");
    Browser ann(service, "ann", password);

    const auto list = ann.get("/api/v1/tickets");
    EXPECT_THAT(list.json["tickets"], SizeIs(2));
    EXPECT_THAT(list.json.dump(), Not(HasSubstr("13812345678")));
    EXPECT_THAT(ann.get("/api/v1/tickets/" + own).json.dump(), Not(HasSubstr("13812345678")));
    EXPECT_EQ(ann.get("/api/v1/tickets/" + own).json["log"][0]["what"], "opened");

    EXPECT_EQ(ann.post("/api/v1/tickets/" + own + "/contact", Json::object()).code(), "bad_value") << "a purpose is needed";
    EXPECT_EQ(ann.post("/api/v1/tickets/" + own + "/contact", {{"purpose", "calls back"}}).json["phone"], "13812345678");
    EXPECT_EQ(ann.post("/api/v1/tickets/" + other + "/contact", {{"purpose", "curious"}}).code(), "forbidden");
    Browser admin(service, "admin", service.password());
    EXPECT_EQ(admin.post("/api/v1/tickets/" + other + "/contact", {{"purpose", "complaint"}}).json["name"], "王小明");
}

TEST(Api, TicketsAreFilteredAndUnknownOnesSaidToBe) {
    RunningService service;
    const std::string number = service.add_ticket("conversation-1");
    Browser admin(service, "admin", service.password());
    EXPECT_THAT(admin.get("/api/v1/tickets?status=new&open=1").json["tickets"], SizeIs(1));
    EXPECT_THAT(admin.get("/api/v1/tickets?status=closed").json["tickets"], IsEmpty());
    EXPECT_THAT(admin.get("/api/v1/tickets?before=" + number).json["tickets"], IsEmpty());
    EXPECT_EQ(admin.get("/api/v1/tickets?status=lost").code(), "bad_value");
    EXPECT_EQ(admin.get("/api/v1/tickets/WX0").code(), "unknown_ticket");
}

TEST(Api, ConversationsComeAsRowsDetailAndEntries) {
    RunningService service;
    service.add_ticket("conversation-1");
    Browser admin(service, "admin", service.password());
    EXPECT_EQ(admin.get("/api/v1/conversations").json["conversations"][0]["id"], "conversation-1");
    EXPECT_THAT(admin.get("/api/v1/conversations?holder=queue").json["conversations"], IsEmpty());
    EXPECT_EQ(admin.get("/api/v1/conversations?holder=x").code(), "bad_value");
    EXPECT_EQ(admin.get("/api/v1/conversations/conversation-1").json["identity"], "anonymous");
    EXPECT_EQ(admin.get("/api/v1/conversations/nothing").code(), "unknown_conversation");
    EXPECT_EQ(admin.get("/api/v1/conversations/conversation-1/entries?after=0").json["entries"][0]["text"], "空调不制冷");
    EXPECT_THAT(admin.get("/api/v1/conversations/conversation-1/entries?after=1").json["entries"], IsEmpty());
    EXPECT_EQ(admin.get("/api/v1/conversations/conversation-1/entries?after=-1").code(), "bad_value");
}

TEST(Api, TheDesksNamesComeInTheLanguageAskedFor) {
    RunningService service;
    Browser admin(service, "admin", service.password());
    const Json chinese = admin.get("/api/v1/desk?locale=zh-CN").json;
    const Json english = admin.get("/api/v1/desk?locale=en").json;
    EXPECT_EQ(chinese["company"], "晨光家电");
    EXPECT_EQ(chinese["classes"][0]["subcategories"][0]["label"], "功能故障");
    EXPECT_EQ(english["classes"][0]["subcategories"][0]["id"], "功能故障");
    EXPECT_EQ(english["classes"][0]["subcategories"][0]["label"], "Malfunction");
    EXPECT_EQ(english["priorities"][0]["id"], "urgent");
    EXPECT_EQ(english["statuses"][0]["id"], "new");
    EXPECT_THAT(english["statuses"][0]["next"], Contains(Json("assigned")));
    EXPECT_THAT(english["teams"], Not(IsEmpty()));
}

TEST(Api, R5_TheWidgetsWordsAreOpenToEveryPage) {
    RunningService service;
    const auto answer = Browser(service).get("/api/v1/widget?locale=en");
    EXPECT_EQ(answer.headers.at("access-control-allow-origin"), "*");
    EXPECT_EQ(answer.headers.at("cross-origin-resource-policy"), "cross-origin");
    for (const char* key : {"company", "title", "placeholder", "commitment"}) EXPECT_NE(answer.json[key], "") << key;
}

}  // namespace
