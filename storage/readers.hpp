// Connections that only read, lent out one reader at a time. May be used from any thread.
#pragma once

#include "storage/connection.hpp"

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

namespace storage {

class Readers {
public:
    explicit Readers(std::filesystem::path file) : file_(std::move(file)) {}

    // The result of `work(connection)`; waits when kMaxReaders are reading. What SQLite throws becomes a StoreError.
    template <class Work>
    auto read(Work&& work) {
        const Loan loan(*this);
        try {
            return work(*loan.connection);
        } catch (const SQLite::Exception& error) {
            throw StoreError(error.what());
        }
    }

private:
    struct Loan {
        explicit Loan(Readers& readers) : lender(readers), connection(readers.take()) {}
        ~Loan() { lender.give_back(std::move(connection)); }
        Loan(const Loan&) = delete;
        Loan& operator=(const Loan&) = delete;
        Readers& lender;
        std::unique_ptr<Connection> connection;
    };
    std::unique_ptr<Connection> take();
    void give_back(std::unique_ptr<Connection> connection);

    const std::filesystem::path file_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_;
    int lent_ = 0;
};

inline constexpr int kMaxReaders = 8;

}  // namespace storage
