// All chance of one run, from its seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace simulation {

class Random {
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    std::uint64_t below(std::uint64_t bound) { return engine_() % bound; }  // the same on every machine; bound > 0
    int between(int least, int most) { return least + static_cast<int>(below(static_cast<std::uint64_t>(most - least + 1))); }
    bool one_in(int times) { return times > 0 && below(static_cast<std::uint64_t>(times)) == 0; }  // never for 0
    template <class T>
    const T& pick(const std::vector<T>& from) { return from[below(from.size())]; }
    void fill(std::span<unsigned char> bytes) {
        for (auto& byte : bytes) byte = static_cast<unsigned char>(below(256));
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace simulation
