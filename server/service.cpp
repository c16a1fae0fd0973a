#include "server/service.hpp"

#include "server/agent_session.hpp"
#include "server/api.hpp"
#include "server/authorize.hpp"
#include "server/customer_session.hpp"
#include "server/log.hpp"
#include "server/opening.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace server {
namespace {

constexpr std::chrono::seconds kPatience{10};

net::Response text_response(int status, std::string text) {
    net::Response response;
    response.status = status;
    response.content_type = "text/plain; charset=utf-8";
    response.body = std::move(text);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

net::Proxies proxies_of(const std::vector<std::string>& addresses) {
    net::Proxies proxies;
    for (const std::string& text : addresses) {
        const auto address = net::normal_address(text);
        if (!address) throw std::invalid_argument("not an address of a proxy: " + text);
        proxies.insert(*address);
    }
    return proxies;
}

unsigned lane_count(unsigned asked) { return asked > 0 ? asked : std::max(1u, std::thread::hardware_concurrency()); }

}  // namespace

Service::Service(ServiceOptions options, std::shared_ptr<const config::Loaded> loaded)
    : options_(std::move(options)), loaded_(std::move(loaded)),
      clock_([] { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }), pages_(read_pages()),
      origins_(options_.origins), proxies_(proxies_of(options_.proxies)), store_(storage::open_sqlite(store_options(options_.data_directory, loaded_))),
      lanes_(std::make_unique<IoLanes>(lane_count(options_.lanes))),
      reception_workers_(std::make_unique<PoolWorkers>(options_.limits.reception.workers, options_.limits.reception.max_waiting_work)),
      reception_(std::make_unique<Reception>(Outside{*lanes_, *reception_workers_, *store_, loaded_->desk, clock_}, options_.limits.reception)),
      auth_(std::make_unique<Auth>(*store_, clock_, [this](const std::string& user) { reception_->end_sessions_of(user); },
                                   AuthOptions{.cost = options_.password_cost, .limits = options_.limits.logins})),
      api_workers_(std::make_unique<PoolWorkers>(options_.limits.calls.workers, options_.limits.calls.max_waiting)),
      password_workers_(std::make_unique<PoolWorkers>(options_.limits.calls.password_workers, options_.limits.calls.max_waiting_passwords)) {
    if (options_.demo) import_demo(*store_, options_.configuration);
    first_password_ = auth_->make_first_user();
    reception_->watch(metrics_);
    lanes_->start();
    reception_->start();
    server_ = std::make_unique<net::Server>(*lanes_, site(), options_.limits.connections, metrics_);
    port_ = server_->listen(options_.address, options_.port);
    log_event(LogLevel::info, "serving", {{"address", options_.address}, {"port", port_}, {"lanes", lanes_->count()}});
}

Service::~Service() { stop(); }

void Service::stop() {
    if (!store_) return;
    log_event(LogLevel::info, "stopping");
    if (server_) server_->close_doors();
    reception_->stop(kPatience);
    if (server_) server_->stop(kPatience);
    server_.reset();
    password_workers_.reset();
    api_workers_.reset();
    auth_.reset();
    store_.reset();  // writes what waits, while the lanes still run its answers
    lanes_->stop();
    reception_workers_.reset();
    reception_.reset();
    lanes_.reset();
    log_event(LogLevel::info, "stopped");
}

StaticFiles Service::read_pages() {
    try {
        if (options_.pages.empty()) throw std::runtime_error("the pages (web/dist) were not found");
        return StaticFiles::read(options_.pages);
    } catch (const std::exception& error) {
        pages_fault_ = error.what();
        return StaticFiles::missing(pages_fault_);
    }
}

net::SocketRoute Service::customers() {
    auto route = customer_route(*reception_, [this](const net::Request& request) { return origins_.refuse(request, net::Origins::WithoutOrigin::allowed); });
    route.limits = options_.limits.customer_socket;
    return route;
}

// Only the desk's own pages: an agent's cookie must not serve a page that some shop was allowed to show.
net::SocketRoute Service::agents() {
    static const net::Origins own_pages_only({});
    auto route = agent_route(
        *reception_, [](const net::Request& request) { return own_pages_only.refuse(request, net::Origins::WithoutOrigin::refused); },
        [this](const net::Request& request) -> std::optional<storage::User> {
            const auto caller = auth_->caller(request);
            if (!caller || !authorize(caller->user, Action::see_conversations)) return std::nullopt;
            return caller->user;
        });
    route.limits = options_.limits.agent_socket;
    return route;
}

void Service::add_health(net::Routes& routes) {
    routes.add("GET", "/healthz", [](net::Request, net::Respond respond) { respond(text_response(200, "ok\n")); });
    routes.add("GET", "/readyz", [this](net::Request, net::Respond respond) {
        const bool taken = api_workers_->run([this, respond] {
            respond(store_->writable() ? text_response(200, "ready\n") : text_response(503, "the store does not take writes\n"));
        });
        if (!taken) respond(text_response(503, "overloaded\n"));
    });
    routes.add("GET", "/metrics", [this](net::Request, net::Respond respond) {
        const bool taken = api_workers_->run([this, respond] {
            net::Response response = text_response(200, metrics_text());
            response.content_type = "text/plain; version=0.0.4; charset=utf-8";
            respond(std::move(response));
        });
        if (!taken) respond(text_response(503, "overloaded\n"));
    });
}

std::string Service::metrics_text() {
    std::chrono::seconds oldest{0};
    for (const auto& row : store_->conversations("queue", "", storage::kMaxPage)) {
        if (row.queued_at) oldest = std::max(oldest, std::chrono::duration_cast<std::chrono::seconds>(clock_() - *row.queued_at));
    }
    return metrics_.text(reception_->figures(), store_->writable(), oldest);
}

net::Site Service::site() {
    net::Site site;
    site.headers = security_headers();
    site.proxies = proxies_;
    add_health(site.routes);
    add_api(site.routes, {*store_, loaded_->desk, *auth_, *api_workers_, *password_workers_, clock_});
    site.routes.set_fallback([this](net::Request request, net::Respond respond) { respond(pages_.answer(request)); });
    site.sockets.push_back(customers());
    site.sockets.push_back(agents());
    return site;
}

}  // namespace server
