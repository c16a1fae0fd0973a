#include "server/keys.hpp"

#include <array>
#include <cassert>
#include <sodium.h>
#include <stdexcept>

namespace server {
namespace {

void sodium_ready() {
    static const bool ready = sodium_init() >= 0;
    if (!ready) throw std::runtime_error("libsodium does not start");
}

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

template <std::size_t Size>
std::string hex(const std::array<unsigned char, Size>& raw) {
    std::string text(2 * Size + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), raw.data(), raw.size());
    text.pop_back();
    return text;
}

}  // namespace

void system_random(std::span<unsigned char> bytes) {
    sodium_ready();
    randombytes_buf(bytes.data(), bytes.size());
}

std::string random_conversation_id(const RandomSource& source) {
    std::array<unsigned char, 16> raw{};
    source(raw);
    return hex(raw);
}

std::string random_token(const RandomSource& source) {
    std::array<unsigned char, 32> raw{};
    source(raw);
    std::string text(sodium_base64_encoded_len(raw.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
    sodium_bin2base64(text.data(), text.size(), raw.data(), raw.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    text.pop_back();  // the final NUL
    return text;
}

std::string token_hash(std::string_view token) {
    sodium_ready();
    std::array<unsigned char, 32> raw{};
    crypto_generichash(raw.data(), raw.size(), bytes(token), token.size(), nullptr, 0);
    return hex(raw);
}

KeyedHash::KeyedHash(std::string secret) : secret_(std::move(secret)) {
    sodium_ready();
    assert(secret_.size() >= crypto_generichash_KEYBYTES_MIN && secret_.size() <= crypto_generichash_KEYBYTES_MAX);
}

std::string KeyedHash::of(std::string_view kind, std::string_view text) const {
    std::string whole(kind);
    whole.push_back('\0');
    whole.append(text);
    std::array<unsigned char, 16> raw{};
    crypto_generichash(raw.data(), raw.size(), bytes(whole), whole.size(), bytes(secret_), secret_.size());
    return hex(raw);
}

}  // namespace server
