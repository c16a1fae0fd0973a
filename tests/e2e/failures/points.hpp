// Which of many possible places fail in this run: all of the first ones, then evenly spread over the rest.
#pragma once

#include <cstdlib>
#include <vector>

namespace failures {

// `FRONTDESK_POINTS` of them (default given) out of 1 to `all`.
inline std::vector<long> points(long all, long by_default) {
    constexpr long kFirst = 10;
    const char* wanted = std::getenv("FRONTDESK_POINTS");
    const long count = wanted ? std::atol(wanted) : by_default;
    std::vector<long> chosen;
    for (long n = 1; n <= all && n <= kFirst; ++n) chosen.push_back(n);
    const long rest = count - kFirst;
    for (long n = 1; n <= rest; ++n) {
        const long point = kFirst + n * (all - kFirst) / rest;
        if (point > chosen.back()) chosen.push_back(point);
    }
    return chosen;
}

}  // namespace failures
