#include "tests/bench/script.hpp"

#include <cstdio>

namespace bench {
namespace {

constexpr std::array<std::string_view, 4> kFaults{"我家空调不制冷了，开了", "空调坏了，一点都不制冷，已经开了", "空调又不制冷了，吹的都是热风，开了", "你们的空调不制冷，开了"};
constexpr std::array<std::string_view, 4> kSince{"上周六", "昨天晚上", "前天", "大概三天前开始的"};

std::string digits(std::uint32_t value, int width) {
    std::array<char, 16> text{};
    const int size = std::snprintf(text.data(), text.size(), "%0*u", width, value);
    return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace

std::string message(std::uint32_t number, std::size_t turn) {
    const std::uint32_t customer = number % kCustomers;
    switch (turn) {
        case 1: return std::string(kFaults[number % kFaults.size()]) + digits(10 + number % 50, 2) + "分钟还是吹热风";
        case 2: return "订单号20260301" + digits(customer, 5) + "，手机尾号" + digits(customer % 10'000, 4);
        case 3: return std::string(kSince[number % kSince.size()]);
        case 4: return "对的";
        case 5: return "没有了，谢谢";
        default: return "满意";
    }
}

}  // namespace bench
