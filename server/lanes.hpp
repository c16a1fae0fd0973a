// The I/O threads: one per core, each running its own io_context. What belongs to a lane is touched on that lane only;
// values travel between lanes by post.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

namespace server {

class Lanes {
public:
    explicit Lanes(unsigned count);
    ~Lanes();  // stops and joins

    unsigned count() const { return static_cast<unsigned>(lanes_.size()); }
    boost::asio::io_context& at(unsigned lane) { return *lanes_[lane]; }
    void post(unsigned lane, std::function<void()> work);
    // The lane on which everything of this key (a conversation id) happens.
    unsigned of(std::string_view key) const;

    void start();  // one thread per lane; an exception that leaves a task is logged with its text and the lane goes on
    void stop();   // lets the threads end once what is queued has run; joins

private:
    std::vector<std::unique_ptr<boost::asio::io_context>> lanes_;
    std::vector<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> guards_;
    std::vector<std::thread> threads_;
};

}  // namespace server
