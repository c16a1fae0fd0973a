#include "server/lanes.hpp"

#include "server/log.hpp"

#include <boost/asio/post.hpp>
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

}  // namespace

Lanes::Lanes(unsigned count) {
    for (unsigned lane = 0; lane < count; ++lane) {
        lanes_.push_back(std::make_unique<boost::asio::io_context>(1));
        guards_.push_back(boost::asio::make_work_guard(*lanes_.back()));
    }
}

Lanes::~Lanes() { stop(); }

void Lanes::post(unsigned lane, std::function<void()> work) { boost::asio::post(*lanes_[lane], std::move(work)); }

unsigned Lanes::of(std::string_view key) const {
    return static_cast<unsigned>(std::hash<std::string_view>{}(key) % lanes_.size());
}

void Lanes::start() {
    for (auto& lane : lanes_) {
        threads_.emplace_back([&io = *lane] { run_lane(io); });
    }
}

void Lanes::stop() {
    guards_.clear();
    // What is queued runs first: the stop stands behind it in every lane's queue.
    for (auto& lane : lanes_) {
        boost::asio::post(*lane, [&io = *lane] { io.stop(); });
    }
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

}  // namespace server
