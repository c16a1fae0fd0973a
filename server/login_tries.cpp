#include "server/login_tries.hpp"

namespace server {
namespace {

void drop_before(std::map<std::string, std::deque<tickets::Time>>& tries, tickets::Time since) {
    for (auto each = tries.begin(); each != tries.end();) {
        while (!each->second.empty() && each->second.front() < since) each->second.pop_front();
        each = each->second.empty() ? tries.erase(each) : std::next(each);
    }
}

std::size_t count(const std::map<std::string, std::deque<tickets::Time>>& tries, const std::string& key) {
    const auto found = tries.find(key);
    return found == tries.end() ? 0 : found->second.size();
}

}  // namespace

bool LoginTries::begin(const std::string& name, const std::string& source, tickets::Time now) {
    const std::lock_guard lock(mutex_);
    drop_before(by_name_, now - limits_.window);
    drop_before(by_source_, now - limits_.window);
    if (count(by_name_, name) >= limits_.max_failures_per_name || count(by_source_, source) >= limits_.max_failures_per_source) return false;
    if (by_name_.size() + by_source_.size() >= limits_.max_remembered) return false;
    by_name_[name].push_back(now);
    by_source_[source].push_back(now);
    return true;
}

void LoginTries::succeeded(const std::string& name, const std::string& source) {
    const std::lock_guard lock(mutex_);
    by_name_.erase(name);
    const auto found = by_source_.find(source);
    if (found == by_source_.end()) return;
    found->second.pop_back();
    if (found->second.empty()) by_source_.erase(found);
}

}  // namespace server
