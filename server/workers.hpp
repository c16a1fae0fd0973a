// A small pool for what may block a few milliseconds: store reads and lookups. Bounded; a full pool says no.
// Thread rule: any thread.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <functional>

namespace server {

class Workers {
public:
    Workers(unsigned threads, std::size_t max_waiting);
    ~Workers();  // joins

    // False when max_waiting tasks are waiting or running already: the task is dropped, its owner says `overloaded`.
    [[nodiscard]] bool run(std::function<void()> task);
    // Never refused: for work that was promised (lookups after a commit), whose number the conversations bound.
    void run_promised(std::function<void()> task);

private:
    boost::asio::thread_pool pool_;
    std::atomic<std::size_t> waiting_{0};
    std::size_t max_waiting_;
};

}  // namespace server
