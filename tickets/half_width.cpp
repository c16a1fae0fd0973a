#include "tickets/half_width.hpp"

#include <algorithm>

namespace tickets {

namespace {

// The ASCII twin of U+FF01..U+FF5E and of the ideographic space U+3000, all of three bytes; 0 when there is none.
char ascii_twin(std::string_view character) {
    if (character == "\u3000") return ' ';
    if (character.size() != 3 || character[0] != '\xEF') return 0;
    const auto second = static_cast<unsigned char>(character[1]);
    const auto third = static_cast<unsigned char>(character[2]);
    if (second == 0xBC && third >= 0x81) return static_cast<char>(third - 0x81 + '!');
    if (second == 0xBD && third <= 0x9E) return static_cast<char>(third - 0x80 + '`');
    return 0;
}

}  // namespace

std::size_t character_size(std::string_view text) {
    if (text.empty()) return 0;
    const auto lead = static_cast<unsigned char>(text[0]);
    const std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return std::min(size, text.size());
}

HalfWidth half_width(std::string_view text) {
    HalfWidth out;
    out.text.reserve(text.size());
    out.original.reserve(text.size() + 1);
    for (std::size_t at = 0; at < text.size();) {
        const auto character = text.substr(at, character_size(text.substr(at)));
        if (const char ascii = ascii_twin(character)) {
            out.text += ascii;
            out.original.push_back(at);
        } else {
            for (std::size_t byte = 0; byte < character.size(); ++byte) out.original.push_back(at + byte);
            out.text += character;
        }
        at += character.size();
    }
    out.original.push_back(text.size());
    return out;
}

}  // namespace tickets
