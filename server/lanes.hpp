// The lanes: what belongs to a lane is touched on that lane only; values travel between lanes by post. One task of a lane runs at a
// time, in the order of posting. The program runs them on threads (server/io_lanes.hpp), the simulation on none.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

namespace server {

// Runs one task on its lane after a while. Lane rule: every member on its lane; destroyed when the lanes have stopped.
class Alarm {
public:
    virtual ~Alarm() = default;
    // Instead of the task before, unless that one is due already: then it may still run.
    virtual void set(std::chrono::milliseconds wait, std::function<void()> task) = 0;
    virtual void cancel() = 0;
};

class Lanes {
public:
    virtual ~Lanes() = default;

    virtual unsigned count() const = 0;
    virtual void post(unsigned lane, std::function<void()> task) = 0;  // from any thread
    virtual std::unique_ptr<Alarm> alarm(unsigned lane) = 0;
    // The lane on which everything of this key (a conversation id) happens.
    unsigned of(std::string_view key) const { return static_cast<unsigned>(std::hash<std::string_view>{}(key) % count()); }
};

}  // namespace server
