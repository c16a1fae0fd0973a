// What the reception has done, for the metrics. Thread rule: any thread; each counter by itself.
#pragma once

#include <atomic>
#include <cstdint>

namespace server {

struct Counters {
    std::atomic<std::uint64_t> turns{0};
    std::atomic<std::uint64_t> messages{0};
    std::atomic<std::uint64_t> nacks{0};
    std::atomic<std::uint64_t> conflicts{0};
    std::atomic<std::uint64_t> conversations_loaded{0};
    std::atomic<std::uint64_t> customers_connected{0};
    std::atomic<std::uint64_t> agents_connected{0};
    std::atomic<std::uint64_t> agents_available{0};
    std::atomic<std::uint64_t> waiting{0};
};

}  // namespace server
