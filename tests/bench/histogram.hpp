// Latencies, counted in buckets that are at most 1.6 % wide, so that any number of them takes 30 kB.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bench {

using Clock = std::chrono::steady_clock;
using Nanoseconds = std::chrono::nanoseconds;

class Histogram {
public:
    void add(Nanoseconds took) {
        ++counts_[bucket(static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0)))];
        ++total_;
    }
    void clear() { *this = {}; }
    std::uint64_t total() const { return total_; }

    // The latency that `share` (0 to 1) of all did not exceed; 0 when there are none.
    Nanoseconds quantile(double share) const {
        const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(total_));
        std::uint64_t passed = 0;
        for (std::size_t i = 0; i < counts_.size(); ++i) {
            passed += counts_[i];
            if (counts_[i] > 0 && passed >= wanted) return Nanoseconds(static_cast<std::int64_t>(upper_end(i)));
        }
        return Nanoseconds(0);
    }

private:
    static constexpr unsigned kFineBits = 6;  // buckets in each power of two: 64

    static std::size_t bucket(std::uint64_t value) {
        const auto width = static_cast<unsigned>(std::bit_width(value));
        if (width <= kFineBits) return static_cast<std::size_t>(value);
        const unsigned shift = width - kFineBits - 1;
        return static_cast<std::size_t>((static_cast<std::uint64_t>(shift) << kFineBits) + (value >> shift));
    }
    static std::uint64_t upper_end(std::size_t index) {
        if (index < (2U << kFineBits)) return index;
        const auto shift = (index >> kFineBits) - 1;
        const auto fine = (index & ((1U << kFineBits) - 1)) | (1U << kFineBits);
        return ((fine + 1) << shift) - 1;
    }

    std::array<std::uint64_t, (64 - kFineBits + 1) << kFineBits> counts_{};
    std::uint64_t total_ = 0;
};

}  // namespace bench
