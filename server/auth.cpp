#include "server/auth.hpp"

#include "server/authorize.hpp"
#include "server/net/census.hpp"

#include <sodium.h>

namespace server {
namespace {

constexpr std::size_t kTokenCharacters = 43;  // of random_token()
constexpr std::size_t kMaxNameBytes = 64;

// Names that are too long to exist are counted as one, so that nobody fills memory with them.
std::string counted_name(const std::string& name) { return name.size() <= kMaxNameBytes ? name : std::string(); }

}  // namespace

Auth::Auth(storage::Store& store, Clock clock, EndSockets end_sockets, AuthOptions options)
    : store_(store), clock_(std::move(clock)), end_sockets_(std::move(end_sockets)), options_(options), keyed_(store.secret()),
      tries_(options.limits), nobodys_hash_(hash_password(random_password(), options.cost)) {}

std::variant<LoggedIn, LoginFault> Auth::login(const std::string& name, const std::string& password, const std::string& peer) {
    const std::string counted = counted_name(name);
    const std::string source = net::source_of(peer);
    if (!tries_.begin(counted, source, clock_())) return LoginFault::too_many_tries;
    const auto user = store_.user_named(counted);
    const bool usable = user && user->active && !user->password_hash.empty();
    const bool right = is_password(password, usable ? user->password_hash : nobodys_hash_);
    if (!usable || !right) {
        store_.audit(clock_(), user ? user->id : std::string(), "login_failed", keyed_.of("peer", peer));
        return LoginFault::wrong;
    }
    tries_.succeeded(counted, source);
    store_.audit(clock_(), user->id, "login", keyed_.of("peer", peer));
    return begin_session(*user);
}

LoggedIn Auth::begin_session(storage::User user) {
    LoggedIn begun;
    begun.token = random_token();
    store_.put_session(token_hash(begun.token), user.id, clock_() + options_.session_life);
    begun.caller = caller_of(std::move(user), begun.token);
    return begun;
}

Caller Auth::caller_of(storage::User user, const std::string& token) const {
    return {std::move(user), token_hash(token), keyed_.of("csrf", token)};
}

std::optional<Caller> Auth::caller(const net::Request& request) const {
    const std::string token = request.cookie(kSessionCookie);
    if (token.size() != kTokenCharacters) return std::nullopt;
    auto user = store_.session_user(token_hash(token), clock_());
    if (!user) return std::nullopt;
    return caller_of(std::move(*user), token);
}

bool Auth::shows_csrf(const net::Request& request, const Caller& caller) {
    const std::string_view shown = request.header("x-csrf-token");
    return shown.size() == caller.csrf.size() && sodium_memcmp(shown.data(), caller.csrf.data(), shown.size()) == 0;
}

void Auth::logout(const Caller& caller) {
    store_.drop_session(caller.session);
    store_.audit(clock_(), caller.user.id, "logout", caller.user.id);
    // Sockets of the user's other sessions come back by themselves: their cookies are still good.
    end_sockets_(caller.user.id);
}

void Auth::end_sessions(const std::string& user_id) {
    store_.drop_sessions_of(user_id);
    end_sockets_(user_id);
}

bool Auth::change_password(const Caller& caller, const std::string& old_password, const std::string& new_password, const std::string& peer) {
    const std::string source = net::source_of(peer);
    if (!tries_.begin(caller.user.name, source, clock_())) return false;
    auto user = store_.user(caller.user.id);
    if (!user || !is_password(old_password, user->password_hash)) return false;
    tries_.succeeded(caller.user.name, source);
    user->password_hash = hash_password(new_password, options_.cost);
    store_.put_user(*user);
    store_.audit(clock_(), user->id, "password_changed", user->id);
    end_sessions(user->id);
    store_.put_session(caller.session, user->id, clock_() + options_.session_life);  // all but the one that asked
    return true;
}

std::string Auth::reset_password(storage::User user) {
    const std::string password = random_password();
    user.password_hash = hash_password(password, options_.cost);
    store_.put_user(user);
    end_sessions(user.id);
    return password;
}

std::optional<std::string> Auth::make_first_user() {
    if (!store_.users().empty()) return std::nullopt;
    storage::User user;
    user.id = new_user_id();
    user.name = kFirstUser;
    user.display_name = kFirstUser;
    user.staff_number = "001";
    user.role = kSupervisorRole;
    store_.audit(clock_(), user.id, "user_added", user.id);
    return reset_password(std::move(user));
}

std::string session_cookie(const std::string& token, std::chrono::seconds life) {
    const auto seconds = token.empty() ? 0 : life.count();
    return std::string(kSessionCookie) + "=" + token + "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(seconds);
}

std::string new_user_id() { return "u" + random_conversation_id().substr(0, 12); }

}  // namespace server
