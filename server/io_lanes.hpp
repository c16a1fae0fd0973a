// The lanes as threads: one per core, each running its own io_context.
#pragma once

#include "server/lanes.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>
#include <vector>

namespace server {

class IoLanes final : public Lanes {
public:
    explicit IoLanes(unsigned count);
    ~IoLanes() override;  // stops and joins

    unsigned count() const override { return static_cast<unsigned>(lanes_.size()); }
    void post(unsigned lane, std::function<void()> task) override;
    std::unique_ptr<Alarm> alarm(unsigned lane) override;
    boost::asio::io_context& at(unsigned lane) { return *lanes_[lane]; }

    void start();  // one thread per lane; an exception that leaves a task is logged with its text and the lane goes on
    void stop();   // lets the threads end once what is queued has run; joins

private:
    std::vector<std::unique_ptr<boost::asio::io_context>> lanes_;
    std::vector<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> guards_;
    std::vector<std::thread> threads_;
};

}  // namespace server
