#include "server/net/frames.hpp"

namespace server::net {
namespace {

constexpr std::size_t kMaxReasonBytes = 123;

void append_big_endian(std::string& bytes, std::uint64_t value, int count) {
    for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xFF);
}

}  // namespace

void append_text_frame(std::string& bytes, std::string_view text) {
    bytes += '\x81';
    if (text.size() < 126) {
        bytes += static_cast<char>(text.size());
    } else if (text.size() <= 0xFFFF) {
        bytes += '\x7E';
        append_big_endian(bytes, text.size(), 2);
    } else {
        bytes += '\x7F';
        append_big_endian(bytes, text.size(), 8);
    }
    bytes += text;
}

std::string ping_frame() { return std::string("\x89\x00", 2); }

std::string close_frame(CloseCode code, std::string_view reason) {
    std::size_t size = std::min(reason.size(), kMaxReasonBytes);
    while (size < reason.size() && size > 0 && (static_cast<unsigned char>(reason[size]) & 0xC0) == 0x80) --size;
    std::string bytes = "\x88";
    bytes += static_cast<char>(size + 2);
    append_big_endian(bytes, static_cast<std::uint16_t>(code), 2);
    bytes += reason.substr(0, size);
    return bytes;
}

}  // namespace server::net
