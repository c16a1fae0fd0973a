// Random names and keyed hashes. What is stored of a token, an address or an order number is its hash, never itself.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace server {

// Fills the bytes. From any thread; unpredictable wherever it makes tokens.
using RandomSource = std::function<void(std::span<unsigned char>)>;
void system_random(std::span<unsigned char> bytes);

std::string random_conversation_id(const RandomSource& source = system_random);  // 128 bits, lower-case hexadecimal
std::string random_token(const RandomSource& source = system_random);            // 256 bits, url-safe base64 without padding
std::string token_hash(std::string_view token);     // of a random token, so no key is needed

// Hashes with the installation's secret: equal things are found to be equal, nobody can try all order numbers without it.
class KeyedHash {
public:
    explicit KeyedHash(std::string secret);  // 16 to 64 bytes
    // `kind` keeps hashes of different things apart.
    std::string of(std::string_view kind, std::string_view text) const;

private:
    std::string secret_;
};

}  // namespace server
