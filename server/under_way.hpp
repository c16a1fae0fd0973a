// Counts what has begun and not ended yet, so that a stop (and a test) can wait for the end instead of sleeping.
// Thread rule: any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <utility>

namespace server {

class UnderWay {
public:
    // One thing under way; ends with its last copy's life. Copyable because std::function wants it so.
    class Token {
    public:
        Token() = default;
        explicit Token(UnderWay& owner) : owner_(&owner) { owner.begin(); }
        Token(const Token& other) : owner_(other.owner_) { if (owner_) owner_->begin(); }
        Token(Token&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
        Token& operator=(Token other) noexcept { std::swap(owner_, other.owner_); return *this; }
        ~Token() { if (owner_) owner_->end(); }

    private:
        UnderWay* owner_ = nullptr;
    };

    Token token() { return Token(*this); }
    // True when nothing was under way at some moment before the time was up.
    bool wait_idle(std::chrono::milliseconds patience);

private:
    void begin() { count_.fetch_add(1); }
    void end();

    std::atomic<std::int64_t> count_{0};
    std::atomic<int> waiting_{0};  // lets end() skip the lock while nobody waits
    std::mutex mutex_;
    std::condition_variable idle_;
};

}  // namespace server
