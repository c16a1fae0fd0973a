// Passwords: argon2id strings, rules for new ones, random ones. Slow on purpose: never on a lane.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace server {

// What one hash costs. The default takes about 0.2 s on one core; tests use less.
struct PasswordCost {
    unsigned long long passes = 3;
    std::size_t memory_bytes = 64 << 20;
};

std::string hash_password(std::string_view password, const PasswordCost& cost);
bool is_password(std::string_view password, const std::string& hash);

std::string random_password();  // 20 letters and digits that cannot be mistaken for each other, in groups: 99 bits

// What is wrong with a new password, for its owner; none when it may be used.
std::optional<std::string> password_fault(std::string_view password);

inline constexpr std::size_t kMinPasswordCharacters = 10;
inline constexpr std::size_t kMaxPasswordBytes = 256;

}  // namespace server
