// Workers as a small pool of threads. Thread rule: any thread.
#pragma once

#include "server/workers.hpp"

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <cstddef>

namespace server {

class PoolWorkers final : public Workers {
public:
    PoolWorkers(unsigned threads, std::size_t max_waiting);
    ~PoolWorkers() override;  // joins

    [[nodiscard]] bool run(std::function<void()> task) override;
    void run_promised(std::function<void()> task) override;

private:
    boost::asio::thread_pool pool_;
    std::atomic<std::size_t> waiting_{0};
    std::size_t max_waiting_;
};

}  // namespace server
