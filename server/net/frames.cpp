#include "server/net/frames.hpp"

#include <algorithm>
#include <array>

namespace server::net {
namespace {

constexpr std::size_t kMaxReasonBytes = 123;
constexpr std::size_t kTwoByteLength = 126;    // the length stands in the next two bytes
constexpr std::size_t kEightByteLength = 127;  // in the next eight

void append_big_endian(std::string& bytes, std::uint64_t value, int count) {
    for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xFF);
}

// The first bytes of a text frame.
struct Header {
    std::array<char, 10> bytes{'\x81'};
    std::size_t size = 2;
};

Header header_for(std::size_t length) {
    Header header;
    const int width = length < kTwoByteLength ? 0 : length <= 0xFFFF ? 2 : 8;
    header.bytes[1] = static_cast<char>(width == 0 ? length : width == 2 ? kTwoByteLength : kEightByteLength);
    for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) header.bytes[header.size++] = static_cast<char>(length >> shift & 0xFF);
    return header;
}

std::size_t read_big_endian(std::string_view bytes) {
    std::size_t value = 0;
    for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

}  // namespace

Frames::Frames(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) add(text);
}

void Frames::add(std::string_view text) {
    const Header header = header_for(text.size());
    if (bytes_.empty()) bytes_.reserve(header.size + text.size());
    bytes_.append(header.bytes.data(), header.size).append(text);
    ++count_;
}

void Frames::add(const Frames& more) {
    bytes_ += more.bytes_;
    count_ += more.count_;
}

std::vector<std::string> Frames::texts() const {
    std::vector<std::string> all;
    for (std::string_view rest = bytes_; !rest.empty();) {
        std::size_t size = static_cast<unsigned char>(rest[1]);
        rest.remove_prefix(2);
        if (size >= kTwoByteLength) {
            const std::size_t width = size == kTwoByteLength ? 2 : 8;
            size = read_big_endian(rest.substr(0, width));
            rest.remove_prefix(width);
        }
        all.emplace_back(rest.substr(0, size));
        rest.remove_prefix(size);
    }
    return all;
}

std::string ping_frame() { return std::string("\x89\x00", 2); }

std::string pong_frame(std::string_view ping) {
    std::string bytes = "\x8A";
    bytes += static_cast<char>(ping.size());
    bytes += ping;
    return bytes;
}

std::string close_frame(CloseCode code, std::string_view reason) {
    std::size_t size = std::min(reason.size(), kMaxReasonBytes);
    while (size < reason.size() && size > 0 && (static_cast<unsigned char>(reason[size]) & 0xC0) == 0x80) --size;
    std::string bytes = "\x88";
    bytes += static_cast<char>(size + 2);
    append_big_endian(bytes, static_cast<std::uint16_t>(code), 2);
    bytes += reason.substr(0, size);
    return bytes;
}

std::string close_answer(std::string_view close) {
    const std::string_view code = close.substr(0, 2);
    std::string bytes = "\x88";
    bytes += static_cast<char>(code.size());
    bytes += code;
    return bytes;
}

}  // namespace server::net
