#include "server/net/utf8.hpp"

#include <cstring>

namespace server::net {
namespace {

// Skips characters of one byte, eight at a time.
std::size_t skip_ascii(std::string_view text, std::size_t at) {
    std::uint64_t eight = 0;
    while (at + sizeof eight <= text.size()) {
        std::memcpy(&eight, text.data() + at, sizeof eight);
        if (eight & 0x8080808080808080) break;
        at += sizeof eight;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
    return at;
}

}  // namespace

// What may follow a lead byte is narrower where a longer form, a surrogate or a number too large would begin.
bool Utf8Check::begin(unsigned char lead) {
    next_min_ = 0x80;
    next_max_ = 0xBF;
    if (lead < 0xC2 || lead > 0xF4) return false;
    left_ = lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    if (lead == 0xE0) next_min_ = 0xA0;
    if (lead == 0xED) next_max_ = 0x9F;
    if (lead == 0xF0) next_min_ = 0x90;
    if (lead == 0xF4) next_max_ = 0x8F;
    return true;
}

bool Utf8Check::feed(std::string_view piece) {
    for (std::size_t at = 0;; ++at) {
        if (left_ == 0) at = skip_ascii(piece, at);
        if (at >= piece.size()) return true;
        const auto byte = static_cast<unsigned char>(piece[at]);
        if (left_ == 0) {
            if (!begin(byte)) return false;
            continue;
        }
        if (byte < next_min_ || byte > next_max_) return false;
        next_min_ = 0x80;
        next_max_ = 0xBF;
        --left_;
    }
}

bool is_utf8(std::string_view text) {
    Utf8Check check;
    return check.feed(text) && check.complete();
}

}  // namespace server::net
