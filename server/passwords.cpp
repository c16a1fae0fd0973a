#include "server/passwords.hpp"

#include "server/net/utf8.hpp"

#include <algorithm>
#include <array>
#include <sodium.h>
#include <stdexcept>

namespace server {
namespace {

constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789";  // no i, l, o, 0, 1
constexpr std::size_t kGroups = 4;
constexpr std::size_t kGroupLetters = 5;

}  // namespace

std::string hash_password(std::string_view password, const PasswordCost& cost) {
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), cost.passes, cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::runtime_error("no memory to hash a password");
    }
    return hash.data();
}

bool is_password(std::string_view password, const std::string& hash) {
    return password.size() <= kMaxPasswordBytes && crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

std::string random_password() {
    std::string password;
    for (std::size_t letter = 0; letter < kGroups * kGroupLetters; ++letter) {
        if (letter > 0 && letter % kGroupLetters == 0) password += '-';
        password += kLetters[randombytes_uniform(kLetters.size())];
    }
    return password;
}

std::optional<std::string> password_fault(std::string_view password) {
    if (!net::is_utf8(password) || password.find('\0') != std::string_view::npos) return "the password must be text";
    if (password.size() > kMaxPasswordBytes) return "the password is longer than 256 bytes";
    const auto characters = std::ranges::count_if(password, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    if (static_cast<std::size_t>(characters) < kMinPasswordCharacters) return "the password needs at least 10 characters";
    return std::nullopt;
}

}  // namespace server
