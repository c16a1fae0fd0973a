// RFC 6455 as a client needs it: short frames out, masked; frames in, unmasked and in one piece, as Frontdesk and its yardsticks send them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bench {

enum class Opcode : std::uint8_t { text = 1, close = 8, ping = 9, pong = 10 };

void append_frame(std::string& out, Opcode opcode, std::string_view payload);

struct Frame {
    Opcode opcode = Opcode::text;
    std::string_view payload;  // into the bytes given
    std::size_t bytes = 0;     // of the whole frame
};

// The frame at the beginning of `bytes`; none while it is not whole. std::runtime_error for a frame that no server may send or that is
// in several pieces.
std::optional<Frame> first_frame(std::string_view bytes);

}  // namespace bench
