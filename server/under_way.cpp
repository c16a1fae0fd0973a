#include "server/under_way.hpp"

namespace server {

void UnderWay::end() {
    if (count_.fetch_sub(1) != 1 || waiting_.load() == 0) return;
    const std::lock_guard lock(mutex_);
    idle_.notify_all();
}

bool UnderWay::wait_idle(std::chrono::milliseconds patience) {
    waiting_.fetch_add(1);
    std::unique_lock lock(mutex_);
    const bool idle = idle_.wait_for(lock, patience, [this] { return count_.load() == 0; });
    waiting_.fetch_sub(1);
    return idle;
}

}  // namespace server
