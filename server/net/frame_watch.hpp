// Follows the client's WebSocket frames byte by byte, beside the real parser, and counts the frames of one message. Needed because
// the parser reports whole messages: a client that sends empty continuation frames for ever would never be heard of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace server::net {

class FrameWatch {
public:
    explicit FrameWatch(std::size_t max_frames_per_message) : max_frames_(max_frames_per_message) {}

    // False when a message has more frames than allowed; from then on always.
    bool feed(std::span<const std::uint8_t> bytes);

    // A message (or a single frame, also a control frame) has begun and is not complete.
    bool inside_message() const { return state_ != State::first_byte || frames_ > 0; }
    // How many messages (and control frames outside of one) have begun.
    std::uint64_t begun() const { return begun_; }

private:
    enum class State { first_byte, second_byte, long_length, mask, payload };

    void begin(std::uint8_t first);
    void set_length(std::uint8_t second);
    void finish_header();
    void finish_frame();

    std::size_t max_frames_;
    std::size_t frames_ = 0;          // of the message under way
    std::uint64_t begun_ = 0;
    State state_ = State::first_byte;
    bool control_ = false;
    bool final_ = false;
    bool masked_ = false;
    unsigned header_left_ = 0;        // bytes of the long length or of the mask still to come
    std::uint64_t length_ = 0;        // payload still to come
    bool within_ = true;
};

}  // namespace server::net
