// One HTTP connection: reads requests within their limits, refuses what the parser lets pass, calls the route, writes the answer.
#include "server/net/edge.hpp"
#include "server/net/handshake.hpp"
#include "server/net/request_rules.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/chrono.h>

namespace server::net {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
using Parser = http::request_parser<http::string_body>;
using boost::system::error_code;

constexpr std::size_t kReadChunk = 4096;
constexpr std::string_view kHeadEnd = "\r\n\r\n";

// Waits for a route's answer, which may come from another thread. Shared with the callback, which may outlive the connection.
struct Answer {
    explicit Answer(const Executor& executor) : arrived(executor) {}
    Timer arrived;
    std::optional<Response> response;
};

std::string http_date() {
    return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now())));
}

Response overloaded() {
    Response refusal = error_response(503, "overloaded", "too much at a time");
    refusal.headers.emplace_back("Retry-After", "3");
    return refusal;
}

http::response<http::string_body> render(Response response, const Edge& edge, bool head, bool keep_alive) {
    http::response<http::string_body> message(static_cast<http::status>(response.status), 11);
    if (!response.content_type.empty()) message.set(http::field::content_type, response.content_type);
    for (const auto& [name, value] : response.headers) message.insert(name, value);
    for (const auto& [name, value] : edge.site.headers) {
        if (message.count(name) == 0) message.set(name, value);
    }
    message.set(http::field::date, http_date());
    message.keep_alive(keep_alive);
    if (response.status != 204 && response.status != 304) message.content_length(response.body.size());
    if (!head) message.body() = std::move(response.body);
    return message;
}

std::string head_in(const beast::flat_buffer& buffer) {
    const std::string_view read(static_cast<const char*>(buffer.cdata().data()), buffer.size());
    return std::string(read.substr(0, read.find(kHeadEnd)));
}

// The snapshot: what is authorised is what stood before the body, whatever trailers follow it.
std::optional<std::string> snapshot(std::string_view raw, const Parser& parser, Request& request) {
    const auto& parsed = parser.get();
    Head head{.raw = raw, .method = parsed.method_string(), .target = parsed.target(), .version = parsed.version(), .fields = {}};
    for (const auto& field : parsed) head.fields.emplace_back(field.name_string(), field.value());
    return read_head(head, request);
}

class HttpConnection final : public Swept {
public:
    HttpConnection(TcpSocket& socket, Edge& edge, unsigned lane, std::string peer)
        : socket_(socket), edge_(edge), peer_(std::move(peer)), buffer_(edge.limits.max_header_bytes + kReadChunk), held_(edge.lane_states[lane]->budget) {
        edge.lane_states[lane]->connections.push_back(*this);
    }

    Task<std::optional<Upgrade>> run();

    void sweep(SteadyClock::time_point now) override {
        if (now >= deadline_) {
            late_ = true;
            cancel();
        }
    }
    void wind_down() override {
        if (idle_) cancel();
    }
    void cut() override {
        cut_ = true;
        cancel();
        if (answer_) answer_->arrived.cancel();
    }

private:
    enum class Next { serve_another, close, upgrade };

    Task<bool> read_head();
    Task<bool> hold(std::size_t bytes);
    Task<Next> serve_one();
    Task<bool> read_body(Parser& parser);
    Task<Response> call(Request request);
    Task<bool> write(Response response, bool head, bool keep_alive);
    Task<void> refuse(Response response, std::string_view limit);
    Response find_and_prepare(Request& request, const Route*& route) const;
    const SocketRoute* socket_route(const Request& request) const;
    std::optional<Response> begin_upgrade(Request& request, const SocketRoute& route, bool has_body);
    void cancel() {
        error_code ignored;
        socket_.cancel(ignored);
    }
    void allow(std::chrono::seconds time) { deadline_ = SteadyClock::now() + time; }

    TcpSocket& socket_;
    Edge& edge_;
    std::string peer_;
    beast::flat_buffer buffer_;
    Held held_;
    SteadyClock::time_point deadline_ = SteadyClock::time_point::max();
    bool idle_ = true;    // between two requests
    bool late_ = false;   // the deadline passed
    bool cut_ = false;
    bool first_ = true;   // no request was served yet
    std::shared_ptr<Answer> answer_;
    Upgrade upgrade_;
};

// Reads until the whole head is in the buffer; its size is checked to the byte, which the parser does not do.
Task<bool> HttpConnection::read_head() {
    idle_ = buffer_.size() == 0;
    allow(idle_ && !first_ ? edge_.limits.keep_alive : edge_.limits.header_deadline);
    if (idle_) {  // no memory is held for a client that says nothing
        buffer_.shrink_to_fit();
        held_.set(0);
        auto [failed] = co_await socket_.async_wait(TcpSocket::wait_read, kAwait);
        if (failed) co_return false;
    }
    for (;;) {
        const std::string_view read(static_cast<const char*>(buffer_.data().data()), buffer_.size());
        const auto end = read.substr(0, edge_.limits.max_header_bytes).find(kHeadEnd);
        if (end != std::string_view::npos) co_return true;
        if (read.size() >= edge_.limits.max_header_bytes) {
            co_await refuse(error_response(431, "header_too_large", "the request's header is too large"), "header_bytes");
            co_return false;
        }
        if (edge_.stopping && idle_) co_return false;
        auto [failed, size] = co_await socket_.async_read_some(buffer_.prepare(kReadChunk), kAwait);
        if (late_ && buffer_.size() > 0) {
            co_await refuse(error_response(408, "too_slow", "the request took too long"), "header_time");
        }
        if (failed) co_return false;
        buffer_.commit(size);
        const bool affordable = co_await hold(0);
        if (!affordable) co_return false;
        if (idle_) {
            idle_ = false;
            allow(edge_.limits.header_deadline);
        }
    }
}

// Counts what the connection holds: its buffer and `bytes` more. False: refused, that is more than there is for all.
Task<bool> HttpConnection::hold(std::size_t bytes) {
    if (held_.set(buffer_.capacity() + bytes)) co_return true;
    co_await refuse(overloaded(), "held_bytes");
    co_return false;
}

Task<std::optional<Upgrade>> HttpConnection::run() {
    // No co_await beside && anywhere: g++ 12 awaits it whatever the left side says.
    Next next = Next::serve_another;
    while (next == Next::serve_another && !cut_) {
        const bool complete = co_await read_head();
        if (!complete) break;
        first_ = false;
        next = co_await serve_one();
    }
    deadline_ = SteadyClock::time_point::max();
    if (next == Next::upgrade && !edge_.stopping) co_return std::move(upgrade_);
    if (!cut_) co_await close_gently(socket_);
    co_return std::nullopt;
}

Task<HttpConnection::Next> HttpConnection::serve_one() {
    const auto began = SteadyClock::now();
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(edge_.limits.max_header_bytes + kReadChunk));
    parser.body_limit(edge_.limits.max_body_bytes);
    const std::string raw_head = head_in(buffer_);
    error_code bad;
    buffer_.consume(parser.put(buffer_.data(), bad));
    if (bad == http::error::body_limit) {
        co_await refuse(error_response(413, "body_too_large", "the request's body is too large"), "body_bytes");
        co_return Next::close;
    }
    if (bad || !parser.is_header_done()) {
        co_await refuse(error_response(400, "bad_request", "the request is not HTTP/1.1"), "");
        co_return Next::close;
    }
    Request request;
    if (const auto fault = snapshot(raw_head, parser, request)) {
        co_await refuse(error_response(400, "bad_request", *fault), "");
        co_return Next::close;
    }
    request.peer = client_address(peer_, request.header("x-forwarded-for"), edge_.site.proxies);
    const bool head = request.method == "HEAD";
    if (const SocketRoute* route = socket_route(request)) {
        auto refused = begin_upgrade(request, *route, !parser.is_done());
        if (!refused) co_return Next::upgrade;
        co_await write(std::move(*refused), false, false);
        co_return Next::close;
    }
    const bool whole = co_await read_body(parser);
    if (!whole) co_return Next::close;
    request.body = std::move(parser.get().body());
    const bool keep_alive = parser.keep_alive();
    const std::string method = request.method;
    Response response = co_await call(std::move(request));
    if (cut_) co_return Next::close;
    const int status = response.status;
    const bool written = co_await write(std::move(response), head, keep_alive && !edge_.stopping);
    edge_.meter.request(method, status, std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - began));
    co_return written && keep_alive && !edge_.stopping ? Next::serve_another : Next::close;
}

Task<bool> HttpConnection::read_body(Parser& parser) {
    if (parser.is_done()) co_return true;
    const bool affordable = co_await hold(parser.content_length().value_or(edge_.limits.max_body_bytes));
    if (!affordable) co_return false;
    allow(edge_.limits.body_deadline);
    if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
        static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await boost::asio::async_write(socket_, boost::asio::buffer(kContinue), kAwait);
    }
    auto [failed, size] = co_await http::async_read(socket_, buffer_, parser, kAwait);
    if (!failed) co_return true;
    if (late_) {
        co_await refuse(error_response(408, "too_slow", "the request took too long"), "body_time");
    } else if (failed == http::error::body_limit) {
        co_await refuse(error_response(413, "body_too_large", "the request's body is too large"), "body_bytes");
    } else if (failed.category() == make_error_code(http::error::bad_chunk).category() && failed != http::error::partial_message) {
        co_await refuse(error_response(400, "bad_request", "the request's body is not HTTP/1.1"), "");
    }
    co_return false;
}

Response HttpConnection::find_and_prepare(Request& request, const Route*& route) const {
    Match match = edge_.site.routes.find(request.method, request.path);
    route = match.route;
    request.parameters = std::move(match.parameters);
    if (route) return {};
    if (match.methods.empty()) return error_response(404, "not_found", "there is nothing here");
    std::string allowed;
    for (const std::string& method : match.methods) allowed += (allowed.empty() ? "" : ", ") + method;
    Response refused = error_response(405, "method_not_allowed", "use " + allowed);
    refused.headers.emplace_back("Allow", allowed);
    return refused;
}

Task<Response> HttpConnection::call(Request request) {
    const Route* route = nullptr;
    Response refused = find_and_prepare(request, route);
    if (!route) co_return refused;
    deadline_ = SteadyClock::time_point::max();
    const Executor executor = socket_.get_executor();
    const auto answer = std::make_shared<Answer>(executor);
    answer->arrived.expires_after(edge_.limits.answer_deadline);
    try {
        (*route)(std::move(request), [answer, executor](Response response) {
            boost::asio::post(executor, [answer, response = std::move(response)]() mutable {
                answer->response = std::move(response);
                answer->arrived.cancel();
            });
        });
    } catch (const std::exception&) {
        co_return error_response(500, "internal", "something went wrong here");
    }
    answer_ = answer;
    co_await answer->arrived.async_wait(kAwait);
    answer_.reset();
    if (!answer->response) co_return error_response(503, "unavailable", "no answer in time");
    co_return std::move(*answer->response);
}

Task<bool> HttpConnection::write(Response response, bool head, bool keep_alive) {
    allow(edge_.limits.answer_deadline);
    if (!held_.set(buffer_.capacity() + response.body.size())) {
        edge_.meter.refused("held_bytes");
        response = overloaded();
    }
    const auto message = render(std::move(response), edge_, head, keep_alive);
    http::response_serializer<http::string_body> serializer(message);
    if (head) {
        auto [failed, size] = co_await http::async_write_header(socket_, serializer, kAwait);
        co_return !failed;
    }
    auto [failed, size] = co_await http::async_write(socket_, serializer, kAwait);
    co_return !failed;
}

Task<void> HttpConnection::refuse(Response response, std::string_view limit) {
    if (!limit.empty()) edge_.meter.refused(limit);
    late_ = false;
    co_await write(std::move(response), false, false);
}

const SocketRoute* HttpConnection::socket_route(const Request& request) const {
    if (!asks_for_socket(request)) return nullptr;
    for (const SocketRoute& route : edge_.site.sockets) {
        if (route.path == request.path) return &route;
    }
    return nullptr;
}

// Takes the connection over for the socket unless something speaks against it.
std::optional<Response> HttpConnection::begin_upgrade(Request& request, const SocketRoute& route, bool has_body) {
    if (has_body) return error_response(400, "bad_handshake", "a handshake has no body");
    if (auto refused = refuse_handshake(request)) return refused;
    if (auto refused = route.refuse ? route.refuse(request) : std::nullopt) return refused;
    const auto rest = buffer_.cdata();
    upgrade_ = {std::move(request), &route, std::string(static_cast<const char*>(rest.data()), rest.size())};
    return std::nullopt;
}

}  // namespace

Task<std::optional<Upgrade>> serve_http(TcpSocket& socket, Edge& edge, unsigned lane, std::string peer) {
    HttpConnection connection(socket, edge, lane, std::move(peer));
    co_return co_await connection.run();
}

Task<void> refuse_connection(TcpSocket socket, Response response) {
    http::response<http::string_body> message(static_cast<http::status>(response.status), 11);
    message.set(http::field::content_type, response.content_type);
    message.keep_alive(false);
    message.body() = std::move(response.body);
    message.prepare_payload();
    auto [failed, size] = co_await http::async_write(socket, message, kAwait);
    if (!failed) co_await close_gently(socket);
}

}  // namespace server::net
