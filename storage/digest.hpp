// Hashes of stored things: BLAKE2b by libsodium. A hash is kHashBytes raw bytes in a string.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace storage {

inline constexpr std::size_t kHashBytes = 32;

// A hash over parts, each with its length, so that no two lists of parts are the same bytes.
class Digest {
public:
    Digest();
    Digest& add(std::string_view part);
    Digest& add(std::uint64_t number) { return add({number}); }
    Digest& add(std::initializer_list<std::uint64_t> numbers);  // as one after the other; kMaxNumbers at most
    std::string finish();

    static constexpr std::size_t kMaxNumbers = 8;

private:
    alignas(64) unsigned char state_[384];  // crypto_generichash_state, which its header asks to be aligned so
};

// What CidRow::content_hash holds: to tell a repeated message from another one under the same cid. Lower-case hex.
std::string content_hash(std::string_view text);

// 64 bits, the same on every machine: to find what is then compared, or where an accident does no harm.
std::uint64_t short_hash(std::uint64_t kind, std::string_view text);

std::string random_bytes(std::size_t count);

}  // namespace storage
