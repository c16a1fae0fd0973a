#include "tests/bench/frames.hpp"

#include <array>
#include <stdexcept>

namespace bench {
namespace {

constexpr std::array<unsigned char, 4> kMask{0x37, 0xfa, 0x21, 0x3d};

std::uint64_t number(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char each : bytes) value = (value << 8) | static_cast<unsigned char>(each);
    return value;
}

}  // namespace

void append_frame(std::string& out, Opcode opcode, std::string_view payload) {
    out.push_back(static_cast<char>(0x80 | static_cast<unsigned>(opcode)));
    if (payload.size() < 126) {
        out.push_back(static_cast<char>(0x80 | payload.size()));
    } else {
        if (payload.size() > 0xFFFF) throw std::runtime_error("a frame of the load is too long");
        out.push_back(static_cast<char>(0x80 | 126));
        out.push_back(static_cast<char>(payload.size() >> 8));
        out.push_back(static_cast<char>(payload.size() & 0xFF));
    }
    for (const unsigned char each : kMask) out.push_back(static_cast<char>(each));
    const std::size_t begin = out.size();
    out += payload;
    for (std::size_t i = 0; i < payload.size(); ++i) out[begin + i] = static_cast<char>(static_cast<unsigned char>(out[begin + i]) ^ kMask[i & 3]);
}

std::optional<Frame> first_frame(std::string_view bytes) {
    if (bytes.size() < 2) return std::nullopt;
    const auto first = static_cast<unsigned char>(bytes[0]);
    const auto second = static_cast<unsigned char>(bytes[1]);
    if ((first & 0xF0) != 0x80 || (second & 0x80) != 0) throw std::runtime_error("the server sent a frame in pieces, reserved or masked");
    std::size_t head = 2;
    std::uint64_t size = second;
    if (second >= 126) {
        const std::size_t digits = second == 126 ? 2 : 8;
        head += digits;
        if (bytes.size() < head) return std::nullopt;
        size = number(bytes.substr(2, digits));
    }
    if (bytes.size() - head < size) return std::nullopt;
    return Frame{static_cast<Opcode>(first & 0x0F), bytes.substr(head, static_cast<std::size_t>(size)), head + static_cast<std::size_t>(size)};
}

}  // namespace bench
