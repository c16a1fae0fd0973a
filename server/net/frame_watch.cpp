#include "server/net/frame_watch.hpp"

#include <algorithm>

namespace server::net {

bool FrameWatch::feed(std::span<const std::uint8_t> bytes) {
    while (within_ && !bytes.empty()) {
        if (state_ == State::payload) {
            const auto taken = std::min<std::uint64_t>(length_, bytes.size());
            length_ -= taken;
            bytes = bytes.subspan(static_cast<std::size_t>(taken));
            if (length_ == 0) finish_frame();
            continue;
        }
        const std::uint8_t byte = bytes.front();
        bytes = bytes.subspan(1);
        switch (state_) {
            case State::first_byte: begin(byte); break;
            case State::second_byte: set_length(byte); break;
            case State::long_length:
                length_ = length_ << 8 | byte;
                if (--header_left_ == 0) finish_header();
                break;
            case State::mask:
                if (--header_left_ == 0) length_ == 0 ? finish_frame() : void(state_ = State::payload);
                break;
            case State::payload: break;
        }
    }
    return within_;
}

void FrameWatch::begin(std::uint8_t first) {
    if (frames_ == 0) ++begun_;
    final_ = (first & 0x80) != 0;
    control_ = (first & 0x08) != 0;
    if (!control_ && ++frames_ > max_frames_) within_ = false;
    state_ = State::second_byte;
}

void FrameWatch::set_length(std::uint8_t second) {
    masked_ = (second & 0x80) != 0;
    length_ = second & 0x7F;
    header_left_ = length_ == 126 ? 2 : length_ == 127 ? 8 : 0;
    if (header_left_ == 0) return finish_header();
    length_ = 0;
    state_ = State::long_length;
}

void FrameWatch::finish_header() {
    if (masked_) {
        header_left_ = 4;
        state_ = State::mask;
    } else if (length_ == 0) {
        finish_frame();
    } else {
        state_ = State::payload;
    }
}

void FrameWatch::finish_frame() {
    if (!control_ && final_) frames_ = 0;
    state_ = State::first_byte;
}

}  // namespace server::net
