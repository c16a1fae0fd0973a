#include "server/pool_workers.hpp"

#include "server/log.hpp"

#include <boost/asio/post.hpp>
#include <exception>
#include <utility>

namespace server {

PoolWorkers::PoolWorkers(unsigned threads, std::size_t max_waiting) : pool_(threads), max_waiting_(max_waiting) {}

PoolWorkers::~PoolWorkers() { pool_.join(); }

bool PoolWorkers::run(std::function<void()> task) {
    if (waiting_.load() >= max_waiting_) return false;
    run_promised(std::move(task));
    return true;
}

void PoolWorkers::run_promised(std::function<void()> task) {
    waiting_.fetch_add(1);
    boost::asio::post(pool_, [this, task = std::move(task)] {
        try {
            task();
        } catch (const std::exception& error) {
            log_event(LogLevel::error, "worker_task_failed", {{"error", error.what()}});
        }
        waiting_.fetch_sub(1);
    });
}

}  // namespace server
