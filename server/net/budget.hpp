// Memory that connections hold because of what their clients do or leave undone: parts of requests and messages, answers that are not
// taken. Pure; each lane has a budget of its own.
#pragma once

#include <cstddef>

namespace server::net {

// What a connection may hold whatever the others do, so that a client who only talks never pays for one who hoards.
inline constexpr std::size_t kFreeBytes = 4096;

class Budget {
public:
    explicit Budget(std::size_t limit_bytes) : left_(limit_bytes) {}
    bool take(std::size_t bytes) {
        if (bytes > left_) return false;
        left_ -= bytes;
        return true;
    }
    void give_back(std::size_t bytes) { left_ += bytes; }
    std::size_t left() const { return left_; }

private:
    std::size_t left_;
};

// What one connection holds.
class Held {
public:
    explicit Held(Budget& budget) : budget_(&budget) {}
    ~Held() { budget_->give_back(taken_); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

    // It holds so many bytes now. False: that is more than is left, and nothing has changed.
    bool set(std::size_t bytes) {
        const std::size_t wanted = bytes > kFreeBytes ? bytes - kFreeBytes : 0;
        if (wanted > taken_ && !budget_->take(wanted - taken_)) return false;
        if (wanted < taken_) budget_->give_back(taken_ - wanted);
        taken_ = wanted;
        return true;
    }

private:
    Budget* budget_;
    std::size_t taken_ = 0;
};

}  // namespace server::net
