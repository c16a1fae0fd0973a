#include "server/net/utf8.hpp"

#include <cstddef>

namespace server::net {
namespace {

// Length of the sequence that `lead` begins, 0 for none, and the range that its second byte must lie in.
struct Lead {
    std::size_t length = 0;
    unsigned char second_min = 0x80;
    unsigned char second_max = 0xBF;
};

Lead read_lead(unsigned char lead) {
    if (lead >= 0xC2 && lead <= 0xDF) return {.length = 2};
    if (lead == 0xE0) return {.length = 3, .second_min = 0xA0};
    if (lead == 0xED) return {.length = 3, .second_max = 0x9F};
    if (lead >= 0xE1 && lead <= 0xEF) return {.length = 3};
    if (lead == 0xF0) return {.length = 4, .second_min = 0x90};
    if (lead == 0xF4) return {.length = 4, .second_max = 0x8F};
    if (lead >= 0xF1 && lead <= 0xF3) return {.length = 4};
    return {};
}

}  // namespace

bool is_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto lead = static_cast<unsigned char>(text[at]);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        const Lead sequence = read_lead(lead);
        if (sequence.length == 0 || at + sequence.length > text.size()) return false;
        const auto second = static_cast<unsigned char>(text[at + 1]);
        if (second < sequence.second_min || second > sequence.second_max) return false;
        for (std::size_t next = at + 2; next < at + sequence.length; ++next) {
            if ((static_cast<unsigned char>(text[next]) & 0xC0) != 0x80) return false;
        }
        at += sequence.length;
    }
    return true;
}

}  // namespace server::net
