#include "storage/readers.hpp"

namespace storage {

std::unique_ptr<Connection> Readers::take() {
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [&] { return lent_ < kMaxReaders; });
    ++lent_;
    if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return connection;
    }
    lock.unlock();
    try {
        return std::make_unique<Connection>(file_, Connection::Mode::read);
    } catch (const SQLite::Exception& error) {
        give_back(nullptr);
        throw StoreError(error.what());
    }
}

void Readers::give_back(std::unique_ptr<Connection> connection) {
    {
        const std::lock_guard lock(mutex_);
        --lent_;
        if (connection) idle_.push_back(std::move(connection));
    }
    returned_.notify_one();
}

}  // namespace storage
