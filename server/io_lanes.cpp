#include "server/io_lanes.hpp"

#include "server/log.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>

namespace server {
namespace {

void run_lane(boost::asio::io_context& lane) {
    for (;;) {
        try {
            lane.run();
            return;
        } catch (const std::exception& error) {
            log_event(LogLevel::error, "lane_task_failed", {{"error", error.what()}});
        }
    }
}

class IoAlarm final : public Alarm {
public:
    explicit IoAlarm(boost::asio::io_context& lane) : timer_(lane) {}

    void set(std::chrono::milliseconds wait, std::function<void()> task) override {
        timer_.expires_after(wait);
        timer_.async_wait([task = std::move(task)](const boost::system::error_code& error) {
            if (!error) task();
        });
    }
    void cancel() override { timer_.cancel(); }

private:
    boost::asio::steady_timer timer_;
};

}  // namespace

IoLanes::IoLanes(unsigned count) {
    for (unsigned lane = 0; lane < count; ++lane) {
        lanes_.push_back(std::make_unique<boost::asio::io_context>(1));
        guards_.push_back(boost::asio::make_work_guard(*lanes_.back()));
    }
}

IoLanes::~IoLanes() { stop(); }

void IoLanes::post(unsigned lane, std::function<void()> task) { boost::asio::post(*lanes_[lane], std::move(task)); }

std::unique_ptr<Alarm> IoLanes::alarm(unsigned lane) { return std::make_unique<IoAlarm>(*lanes_[lane]); }

void IoLanes::start() {
    for (auto& lane : lanes_) {
        threads_.emplace_back([&io = *lane] { run_lane(io); });
    }
}

void IoLanes::stop() {
    guards_.clear();
    // What is queued runs first: the stop stands behind it in every lane's queue.
    for (auto& lane : lanes_) {
        boost::asio::post(*lane, [&io = *lane] { io.stop(); });
    }
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

}  // namespace server
