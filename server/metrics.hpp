// What the server counts, for GET /metrics in the Prometheus text format. Thread rule: any thread; no member blocks.
#pragma once

#include "server/net/server.hpp"
#include "server/reception.hpp"

#include <memory>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <string>

namespace server {

class Metrics final : public net::Meter, public ReceptionWatch {
public:
    Metrics();

    // The edge's.
    void connections(int change) override { connections_.Increment(change); }
    void sockets(int change) override { sockets_.Increment(change); }
    void request(std::string_view method, int status, std::chrono::microseconds took) override;
    void frame_in(std::size_t bytes) override;
    void frames_out(std::size_t frames, std::size_t bytes) override;
    void refused(std::string_view limit) override;

    // The reception's.
    void committed(std::chrono::microseconds took) override { commit_.Observe(std::chrono::duration<double>(took).count()); }
    void replied(dialog::From who, std::chrono::milliseconds waited) override;

    // Everything as text; the reception's own figures and the state of the store are taken at this moment.
    std::string text(const ReceptionFigures& reception, bool store_writable, std::chrono::seconds oldest_wait);

private:
    prometheus::Gauge& gauge(const std::string& name, const std::string& help);
    prometheus::Counter& counter(const std::string& name, const std::string& help);
    prometheus::Histogram& histogram(const std::string& name, const std::string& help, std::vector<double> bounds);
    void take_over(const std::string& name, const std::string& help, std::uint64_t total);

    prometheus::Registry registry_;
    prometheus::Family<prometheus::Counter>& requests_;
    prometheus::Family<prometheus::Counter>& refusals_;
    prometheus::Gauge& connections_;
    prometheus::Gauge& sockets_;
    prometheus::Counter& frames_in_;
    prometheus::Counter& bytes_in_;
    prometheus::Counter& frames_out_;
    prometheus::Counter& bytes_out_;
    prometheus::Histogram& request_time_;
    prometheus::Family<prometheus::Histogram>& replies_;
    prometheus::Histogram& commit_;
};

}  // namespace server
