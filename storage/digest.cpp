#include "storage/digest.hpp"

#include "storage/store.hpp"

#include <sodium.h>

#include <cassert>

namespace storage {

namespace {

constexpr std::size_t kContentHashBytes = 16;

crypto_generichash_state* as_sodium(unsigned char* bytes) { return reinterpret_cast<crypto_generichash_state*>(bytes); }

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

void require_sodium() {
    static const int ready = sodium_init();  // picks the fastest code for this machine; 1 when somebody did it before
    if (ready < 0) throw StoreError("libsodium could not be initialised");
}

}  // namespace

Digest::Digest() {
    static_assert(sizeof(crypto_generichash_state) <= sizeof(state_));
    require_sodium();
    crypto_generichash_init(as_sodium(state_), nullptr, 0, kHashBytes);
}

Digest& Digest::add(std::initializer_list<std::uint64_t> numbers) {
    assert(numbers.size() <= kMaxNumbers);
    unsigned char bytes[8 * kMaxNumbers];
    std::size_t size = 0;
    for (const auto number : numbers)
        for (unsigned i = 0; i < 8; ++i) bytes[size++] = static_cast<unsigned char>(number >> (8 * i));  // little-endian on every machine
    crypto_generichash_update(as_sodium(state_), bytes, size);
    return *this;
}

Digest& Digest::add(std::string_view part) {
    add(static_cast<std::uint64_t>(part.size()));
    crypto_generichash_update(as_sodium(state_), bytes_of(part), part.size());
    return *this;
}

std::string Digest::finish() {
    std::string hash(kHashBytes, '\0');
    crypto_generichash_final(as_sodium(state_), reinterpret_cast<unsigned char*>(hash.data()), hash.size());
    return hash;
}

std::string content_hash(std::string_view text) {
    require_sodium();
    unsigned char hash[kContentHashBytes];
    crypto_generichash(hash, sizeof hash, bytes_of(text), text.size(), nullptr, 0);
    std::string hex(2 * sizeof hash + 1, '\0');
    sodium_bin2hex(hex.data(), hex.size(), hash, sizeof hash);
    hex.pop_back();  // the terminator that bin2hex writes
    return hex;
}

std::uint64_t short_hash(std::uint64_t kind, std::string_view text) {
    unsigned char key[crypto_shorthash_KEYBYTES] = {};
    key[0] = static_cast<unsigned char>(kind);
    unsigned char hash[crypto_shorthash_BYTES];
    crypto_shorthash(hash, bytes_of(text), text.size(), key);
    std::uint64_t number = 0;
    for (unsigned i = 0; i < sizeof hash; ++i) number |= std::uint64_t{hash[i]} << (8 * i);
    return number;
}

std::string random_bytes(std::size_t count) {
    require_sodium();
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

}  // namespace storage
