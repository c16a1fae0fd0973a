#include "server/metrics.hpp"

#include <prometheus/text_serializer.h>

namespace server {

Metrics::Metrics()
    : requests_(prometheus::BuildCounter().Name("frontdesk_http_requests_total").Help("HTTP requests answered").Register(registry_)),
      refusals_(prometheus::BuildCounter().Name("frontdesk_refused_total").Help("Refusals by the limit that was reached").Register(registry_)),
      connections_(gauge("frontdesk_connections", "Open TCP connections")),
      sockets_(gauge("frontdesk_sockets", "Open WebSockets")),
      frames_in_(counter("frontdesk_frames_in_total", "WebSocket messages received")),
      bytes_in_(counter("frontdesk_frame_bytes_in_total", "Bytes of WebSocket messages received")),
      frames_out_(counter("frontdesk_frames_out_total", "WebSocket messages sent")),
      bytes_out_(counter("frontdesk_frame_bytes_out_total", "Bytes of WebSocket messages sent")),
      request_time_(histogram("frontdesk_http_request_seconds", "From a request's header to its answer", {0.001, 0.005, 0.02, 0.1, 0.5, 2, 10})),
      replies_(prometheus::BuildHistogram()
                   .Name("frontdesk_reply_seconds")
                   .Help("From a customer's first message that nobody has answered to the answer, by who gave it (R2: within 10 s)")
                   .Register(registry_)),
      commit_(histogram("frontdesk_commit_seconds", "From handing a turn to the store to its commit", {0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.2, 1})) {}

prometheus::Gauge& Metrics::gauge(const std::string& name, const std::string& help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry_).Add({});
}

prometheus::Counter& Metrics::counter(const std::string& name, const std::string& help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry_).Add({});
}

prometheus::Histogram& Metrics::histogram(const std::string& name, const std::string& help, std::vector<double> bounds) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry_).Add({}, bounds);
}

void Metrics::request(std::string_view method, int status, std::chrono::microseconds took) {
    // A client can send any method; only those that there are become a label.
    const bool known = method == "GET" || method == "POST" || method == "HEAD";
    requests_.Add({{"method", known ? std::string(method) : "other"}, {"status", std::to_string(status)}}).Increment();
    request_time_.Observe(std::chrono::duration<double>(took).count());
}

void Metrics::replied(dialog::From who, std::chrono::milliseconds waited) {
    static const std::vector<double> bounds = {0.1, 0.5, 1, 2, 5, 10, 30, 60, 300};
    replies_.Add({{"by", std::string(dialog::name(who))}}, bounds).Observe(std::chrono::duration<double>(waited).count());
}

void Metrics::frame_in(std::size_t bytes) {
    frames_in_.Increment();
    bytes_in_.Increment(static_cast<double>(bytes));
}

void Metrics::frames_out(std::size_t frames, std::size_t bytes) {
    frames_out_.Increment(static_cast<double>(frames));
    bytes_out_.Increment(static_cast<double>(bytes));
}

void Metrics::refused(std::string_view limit) { refusals_.Add({{"limit", std::string(limit)}}).Increment(); }

// A total that is counted elsewhere.
void Metrics::take_over(const std::string& name, const std::string& help, std::uint64_t total) {
    prometheus::Counter& known = counter(name, help);
    known.Increment(static_cast<double>(total) - known.Value());
}

std::string Metrics::text(const ReceptionFigures& reception, bool store_writable, std::chrono::seconds oldest_wait) {
    take_over("frontdesk_turns_total", "Turns committed", reception.turns);
    take_over("frontdesk_messages_total", "Customers' messages acknowledged", reception.messages);
    take_over("frontdesk_nacks_total", "Messages and commands not taken", reception.nacks);
    take_over("frontdesk_conflicts_total", "Turns run again because somebody was faster", reception.conflicts);
    gauge("frontdesk_conversations_loaded", "Conversations in memory").Set(static_cast<double>(reception.conversations_loaded));
    gauge("frontdesk_customers_connected", "Customers' sockets").Set(static_cast<double>(reception.customers_connected));
    gauge("frontdesk_agents_connected", "Agents' sockets").Set(static_cast<double>(reception.agents_connected));
    gauge("frontdesk_agents_available", "Agents who take work").Set(static_cast<double>(reception.agents_available));
    gauge("frontdesk_queue_length", "Conversations waiting for a human").Set(static_cast<double>(reception.waiting));
    gauge("frontdesk_queue_oldest_wait_seconds", "How long the first in the queue has waited").Set(static_cast<double>(oldest_wait.count()));
    gauge("frontdesk_store_writable", "1 while the store takes writes").Set(store_writable ? 1 : 0);
    return prometheus::TextSerializer().Serialize(registry_.Collect());
}

}  // namespace server
