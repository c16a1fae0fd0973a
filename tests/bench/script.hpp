// What a customer of the load says: a fault told in Chinese, from the greeting to the goodbye, in six messages that the shipped flow answers.
// Every customer has an order and a phone number of its own; tests/bench/configuration.mjs writes the same ones into the desk's records.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

inline constexpr std::size_t kTurns = 6;
inline constexpr std::uint32_t kCustomers = 20'000;  // on record; the next one is the first again

// What stands in the last entry of the bot's answer: to the hello (0), to message 1 ... 6.
inline constexpr std::array<std::string_view, kTurns + 1> kAnswers{
    "请问有什么可以帮您", "请提供一下订单号", "什么时候开始", "对吗", "还有其他可以帮您", "您满意吗", "再见",
};

// What customer `number` says in turn `turn` (1 ... kTurns).
std::string message(std::uint32_t number, std::size_t turn);

}  // namespace bench
