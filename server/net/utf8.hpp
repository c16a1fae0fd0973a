// Strict UTF-8: no overlong forms, no surrogates, nothing beyond U+10FFFF.
#pragma once

#include <cstdint>
#include <string_view>

namespace server::net {

// A text that comes in pieces, cut anywhere.
class Utf8Check {
public:
    // False as soon as the text so far cannot be the beginning of UTF-8; then not to be fed any more.
    bool feed(std::string_view piece);
    // No character is under way.
    bool complete() const { return left_ == 0; }

private:
    bool begin(unsigned char lead);

    std::uint8_t left_ = 0;                          // bytes of the character still to come
    std::uint8_t next_min_ = 0x80, next_max_ = 0xBF;  // range of the next one
};

bool is_utf8(std::string_view text);

}  // namespace server::net
