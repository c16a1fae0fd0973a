// The client's WebSocket frames (RFC 6455, no extensions), from bytes in pieces of any size. Pure. Between two messages it holds
// no memory of its own; of a message that is under way it holds what has come.
#pragma once

#include "server/net/socket.hpp"
#include "server/net/utf8.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace server::net {

// What the client's bytes mean, one at a time.
struct FrameEvent {
    enum class Kind {
        none,     // the bytes are used up
        message,  // a whole text, valid UTF-8, within the limit
        ping,
        pong,
        close,    // `payload` is empty or begins with a valid code
        fault,    // a rule or a limit is broken: to be closed with `code`. The parser is not to be used any more
    };
    Kind kind = Kind::none;
    std::string_view payload{};                // until the next call; of a fault: the reason
    CloseCode code = CloseCode::normal;        // of a fault
    std::string_view limit{};                  // of a fault: the limit's name, empty when it was a rule
    bool operator==(const FrameEvent&) const = default;
};

class FrameParser {
public:
    // The limits outlive the parser.
    explicit FrameParser(const SocketLimits& limits) : limits_(&limits), frames_left_(limits.max_frames_per_second) {}

    // Takes bytes off the front, up to the end of what it reports. They are unmasked where they stand.
    FrameEvent next(std::span<char>& bytes);

    bool in_message() const { return in_message_; }                        // between the first and the last frame of one
    bool between_frames() const { return have_ == 0; }
    std::size_t held_bytes() const { return message_.capacity() + control_.capacity(); }
    void second_passed() { frames_left_ = limits_->max_frames_per_second; }

private:
    enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

    FrameEvent read_header(std::span<char>& bytes);
    void take_header(std::span<char>& bytes, std::uint8_t end);
    FrameEvent check_first_byte();
    FrameEvent check_second_byte();
    FrameEvent check_length();
    FrameEvent read_payload(std::span<char>& bytes);
    FrameEvent take_text(std::string_view part);
    FrameEvent take_control(std::string_view part);
    bool is_control() const { return static_cast<std::uint8_t>(opcode_) >= 8; }

    const SocketLimits* limits_;
    std::string message_;  // of the message under way, what is not reported
    std::string control_;  // the same of a control frame
    std::uint64_t payload_left_ = 0;
    std::size_t frames_left_;             // in this second
    std::uint32_t frames_of_message_ = 0;
    std::array<unsigned char, 14> header_{};
    std::uint8_t have_ = 0;               // bytes of the header
    std::uint8_t need_ = 2;
    std::uint8_t mask_at_ = 0;
    std::array<char, 4> mask_{};
    Opcode opcode_ = Opcode::continuation;
    Utf8Check utf8_;
    bool final_ = false;
    bool in_message_ = false;
    bool reported_ = false;  // what message_ or control_ holds was reported by the last call
};

// Codes that a close frame may carry over the wire.
bool is_close_code(unsigned code);

}  // namespace server::net
