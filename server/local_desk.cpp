#include "server/local_desk.hpp"

#include "server/agent_session.hpp"
#include "server/customer_session.hpp"
#include "server/opening.hpp"
#include "server/reception_parts.hpp"

#include <future>
#include <stdexcept>
#include <utility>

namespace server {
namespace {

constexpr std::chrono::seconds kPatience{60};

std::filesystem::path temporary_directory() {
    const auto path = std::filesystem::temp_directory_path() / ("frontdesk-" + random_conversation_id());
    std::filesystem::create_directories(path);
    return path;
}

storage::User made_agent(storage::Store& store, const std::string& name) {
    if (auto user = store.user_named(name)) return *user;
    const auto number = 1001 + store.users().size();
    storage::User user{name, name, name, std::to_string(number), "agent", {}, {}, true};
    store.put_user(user);
    return user;
}

}  // namespace

std::shared_ptr<const config::Loaded> LocalDesk::read_configuration(const std::filesystem::path& root) {
    config::Problems problems;
    if (auto loaded = config::load(root, problems)) return loaded;
    std::string text = "the configuration has problems:";
    for (const auto& problem : problems) text += "\n" + config::to_string(problem);
    throw std::runtime_error(text);
}

LocalDesk::LocalDesk(LocalDeskOptions options) : options_(std::move(options)) {
    if (options_.clock) {
        hand_ = options_.clock->time_since_epoch().count();
        clock_ = [this] { return tickets::Time(tickets::Time::duration(hand_.load())); };
    } else {
        clock_ = [] { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); };
    }
    loaded_ = options_.loaded ? options_.loaded : read_configuration(options_.configuration);
    temporary_ = options_.data_directory.empty();
    if (temporary_) options_.data_directory = temporary_directory();
    open();
    if (options_.demo_records) import_demo(*store_, options_.configuration);
}

LocalDesk::~LocalDesk() {
    close();
    std::error_code ignored;
    if (temporary_) std::filesystem::remove_all(options_.data_directory, ignored);
}

void LocalDesk::open() {
    auto options = store_options(options_.data_directory, loaded_);
    options.now = clock_;
    store_ = storage::open_sqlite(std::move(options));
    if (options_.between) store_ = options_.between(std::move(store_));
    lanes_ = std::make_unique<IoLanes>(options_.lanes);
    workers_ = std::make_unique<PoolWorkers>(options_.limits.workers, options_.limits.max_waiting_work);
    reception_ = std::make_unique<Reception>(Outside{*lanes_, *workers_, *store_, loaded_->desk, clock_}, options_.limits);
    lanes_->start();
    reception_->start();
    if (options_.clock) move_clock(now());  // what fell due while the house was down happens before anybody comes
    settle();
}

void LocalDesk::close() {
    reception_->stop();
    store_.reset();  // writes what waits, before its answers have nowhere to go
    lanes_->stop();
    workers_.reset();
    reception_.reset();
    lanes_.reset();
}

void LocalDesk::restart() {
    close();
    open();
}

std::unique_ptr<LocalConnection> LocalDesk::customer(LocalConnection::Hear hear, unsigned lane) {
    net::Request request;
    request.peer = "local";
    return std::make_unique<LocalConnection>(*lanes_, reception_->parts().under_way, lane, customer_route(*reception_, {}), request, std::move(hear));
}

std::unique_ptr<LocalConnection> LocalDesk::agent(const std::string& name, LocalConnection::Hear hear) {
    net::Request request;
    request.peer = "local";
    const storage::User user = made_agent(*store_, name);
    const auto route = agent_route(*reception_, {}, [user](const net::Request&) { return std::optional(user); });
    return std::make_unique<LocalConnection>(*lanes_, reception_->parts().under_way, 0, route, request, std::move(hear));
}

void LocalDesk::settle() {
    if (!reception_->parts().under_way.wait_idle(kPatience)) throw std::runtime_error("the desk does not come to rest");
}

std::optional<tickets::Time> LocalDesk::next_due() {
    std::optional<tickets::Time> next;
    for (unsigned lane = 0; lane < lanes_->count(); ++lane) {
        std::promise<std::optional<tickets::Time>> asked;
        reception_->parts().post(lane, [this, lane, &asked] { asked.set_value(reception_->parts().timers(lane).soonest()); });
        const auto soonest = asked.get_future().get();
        if (soonest && (!next || *soonest < *next)) next = soonest;
    }
    return next;
}

// One moment at a time, so that what a timer arms can fall due on the same way.
void LocalDesk::move_clock(tickets::Time to) {
    settle();
    for (auto next = next_due(); next && *next <= to; next = next_due()) {
        hand_ = std::max(*next, now()).time_since_epoch().count();
        for (unsigned lane = 0; lane < lanes_->count(); ++lane) {
            reception_->parts().post(lane, [this, lane] { reception_->parts().timers(lane).fire_due(); });
        }
        settle();
    }
    hand_ = std::max(to, now()).time_since_epoch().count();
}

}  // namespace server
