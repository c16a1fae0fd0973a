// Logins, their sessions, and what becomes of both: the only place that checks passwords and session tokens.
// Thread rule: any thread; members that read or write the store or hash a password say so and are not for lanes.
#pragma once

#include "server/keys.hpp"
#include "server/login_tries.hpp"
#include "server/net/http.hpp"
#include "server/passwords.hpp"
#include "server/reception.hpp"
#include "storage/store.hpp"

#include <functional>
#include <optional>
#include <string>
#include <variant>

namespace server {

// Somebody who is logged in.
struct Caller {
    storage::User user;
    std::string session;  // hash of the token
    std::string csrf;     // what changing calls must show
};

struct AuthOptions {
    PasswordCost cost{};
    LoginLimits limits{};
    std::chrono::hours session_life{12};
};

enum class LoginFault { wrong, too_many_tries };

struct LoggedIn {
    Caller caller;
    std::string token;  // for the cookie; shown once
};

class Auth {
public:
    // Closes the live sockets of a user.
    using EndSockets = std::function<void(const std::string& user_id)>;

    // Hashes one password: a second or less.
    Auth(storage::Store& store, Clock clock, EndSockets end_sockets, AuthOptions options = {});

    // Hashes. Unknown names, wrong passwords and users that are no longer active take the same time and give the same answer.
    std::variant<LoggedIn, LoginFault> login(const std::string& name, const std::string& password, const std::string& peer);
    // Reads the store.
    std::optional<Caller> caller(const net::Request& request) const;
    static bool shows_csrf(const net::Request& request, const Caller& caller);
    void logout(const Caller& caller);

    // Hashes. False: the old password is wrong or tried too often. Every other session of the user ends.
    bool change_password(const Caller& caller, const std::string& old_password, const std::string& new_password, const std::string& peer);
    // Hashes. A new random one; the user's sessions end.
    std::string reset_password(storage::User user);
    // After a change of role or of `active`.
    void end_sessions(const std::string& user_id);

    // Hashes. Makes the first supervisor when there are no users; its password, or none when there are users already.
    std::optional<std::string> make_first_user();

private:
    Caller caller_of(storage::User user, const std::string& token) const;
    LoggedIn begin_session(storage::User user);

    storage::Store& store_;
    Clock clock_;
    EndSockets end_sockets_;
    AuthOptions options_;
    KeyedHash keyed_;
    LoginTries tries_;
    std::string nobodys_hash_;  // checked for names that do not exist, so that they take as long
};

std::string session_cookie(const std::string& token, std::chrono::seconds life);  // an empty token: forget it
std::string new_user_id();

inline constexpr std::string_view kSessionCookie = "__Host-frontdesk";
inline constexpr std::string_view kFirstUser = "admin";

}  // namespace server
