#include "server/net/frame_parser.hpp"

#include <algorithm>
#include <cstring>

namespace server::net {
namespace {

using Kind = FrameEvent::Kind;

constexpr std::size_t kMaxControlBytes = 125;
constexpr unsigned kTwoByteLength = 126;
constexpr unsigned kEightByteLength = 127;
constexpr std::uint8_t kMaskBytes = 4;

FrameEvent fault(CloseCode code, std::string_view reason, std::string_view limit = {}) {
    return {.kind = Kind::fault, .payload = reason, .code = code, .limit = limit};
}
FrameEvent broken(std::string_view rule) { return fault(CloseCode::protocol, rule); }
bool is_fault(const FrameEvent& event) { return event.kind == Kind::fault; }

// Applies the mask from its byte `at` on.
void unmask(std::span<char> bytes, const std::array<char, 4>& mask, unsigned at) {
    std::array<char, 8> turned{};
    for (unsigned i = 0; i < turned.size(); ++i) turned[i] = mask[(at + i) % 4];
    std::uint64_t wide = 0;
    std::memcpy(&wide, turned.data(), sizeof wide);
    std::size_t done = 0;
    for (; done + sizeof wide <= bytes.size(); done += sizeof wide) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, bytes.data() + done, sizeof eight);
        eight ^= wide;
        std::memcpy(bytes.data() + done, &eight, sizeof eight);
    }
    for (; done < bytes.size(); ++done) bytes[done] = static_cast<char>(bytes[done] ^ turned[done % 4]);
}

}  // namespace

bool is_close_code(unsigned code) {
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

FrameEvent FrameParser::next(std::span<char>& bytes) {
    if (reported_) {
        std::string().swap(is_control() ? control_ : message_);  // an assignment would keep its memory
        reported_ = false;
    }
    while (!bytes.empty()) {
        if (have_ < need_) {
            if (const FrameEvent event = read_header(bytes); is_fault(event)) return event;
            if (have_ < need_) break;
        }
        if (const FrameEvent event = read_payload(bytes); event.kind != Kind::none) return event;
    }
    return {};
}

FrameEvent FrameParser::read_header(std::span<char>& bytes) {
    if (have_ == 0) {
        take_header(bytes, 1);
        if (const FrameEvent event = check_first_byte(); is_fault(event)) return event;
    }
    if (have_ == 1) {
        if (bytes.empty()) return {};
        take_header(bytes, 2);
        if (const FrameEvent event = check_second_byte(); is_fault(event)) return event;
    }
    take_header(bytes, need_);
    return have_ == need_ ? check_length() : FrameEvent{};
}

// Up to `end` bytes of it, or as many as there are.
void FrameParser::take_header(std::span<char>& bytes, std::uint8_t end) {
    const std::size_t size = std::min<std::size_t>(end - have_, bytes.size());
    for (std::size_t at = 0; at < size; ++at) header_[have_ + at] = static_cast<unsigned char>(bytes[at]);
    have_ = static_cast<std::uint8_t>(have_ + size);
    bytes = bytes.subspan(size);
}

FrameEvent FrameParser::check_first_byte() {
    if (header_[0] & 0x70) return broken("a reserved bit is set");
    const unsigned opcode = header_[0] & 0x0F;
    if ((opcode > 2 && opcode < 8) || opcode > 10) return broken("a reserved opcode");
    opcode_ = static_cast<Opcode>(opcode);
    final_ = (header_[0] & 0x80) != 0;
    if (frames_left_ == 0) return fault(CloseCode::policy, "too many frames in a second", "frames_per_second");
    --frames_left_;
    if (is_control()) return final_ ? FrameEvent{} : broken("a control frame in parts");
    if (in_message_ != (opcode_ == Opcode::continuation)) return broken(in_message_ ? "a message inside a message" : "it continues nothing");
    if (opcode_ == Opcode::binary) return fault(CloseCode::unsupported, "text frames only");
    if (!in_message_) frames_of_message_ = 0;
    if (++frames_of_message_ > limits_->max_frames_per_message) return fault(CloseCode::policy, "too many frames in one message", "frames_per_message");
    in_message_ = true;
    return {};
}

FrameEvent FrameParser::check_second_byte() {
    if (!(header_[1] & 0x80)) return broken("a frame without a mask");
    const unsigned length = header_[1] & 0x7F;
    if (is_control() && length > kMaxControlBytes) return broken("a control frame too long");
    need_ = static_cast<std::uint8_t>(2 + (length == kTwoByteLength ? 2 : length == kEightByteLength ? 8 : 0) + kMaskBytes);
    return {};
}

FrameEvent FrameParser::check_length() {
    const unsigned first = header_[1] & 0x7F;
    payload_left_ = first;
    if (first >= kTwoByteLength) {
        payload_left_ = 0;
        for (unsigned at = 2; at + kMaskBytes < need_; ++at) payload_left_ = payload_left_ << 8 | header_[at];
        if (payload_left_ >> 63) return broken("a length beyond all bounds");
        if (payload_left_ < kTwoByteLength || (first == kEightByteLength && payload_left_ <= 0xFFFF)) return broken("a length in more bytes than it takes");
    }
    if (!is_control() && payload_left_ > limits_->max_message_bytes - message_.size()) {
        return fault(CloseCode::too_big, "the message is too big", "message_bytes");
    }
    std::memcpy(mask_.data(), header_.data() + need_ - kMaskBytes, kMaskBytes);
    mask_at_ = 0;
    return {};
}

FrameEvent FrameParser::read_payload(std::span<char>& bytes) {
    const auto part = bytes.first(std::min<std::size_t>(payload_left_, bytes.size()));
    bytes = bytes.subspan(part.size());
    unmask(part, mask_, mask_at_);
    mask_at_ = static_cast<std::uint8_t>((mask_at_ + part.size()) % 4);
    payload_left_ -= part.size();
    if (payload_left_ == 0) {
        have_ = 0;
        need_ = 2;
    }
    const std::string_view text(part.data(), part.size());
    return is_control() ? take_control(text) : take_text(text);
}

FrameEvent FrameParser::take_text(std::string_view part) {
    if (!utf8_.feed(part)) return fault(CloseCode::bad_data, "the text is no UTF-8");
    const bool whole = payload_left_ == 0 && final_;
    if (whole && !utf8_.complete()) return fault(CloseCode::bad_data, "the text is no UTF-8");
    if (!whole || !message_.empty()) message_ += part;
    if (!whole) return {};
    in_message_ = false;
    reported_ = !message_.empty();
    return {.kind = Kind::message, .payload = reported_ ? std::string_view(message_) : part};
}

FrameEvent FrameParser::take_control(std::string_view part) {
    if (payload_left_ > 0 || !control_.empty()) control_ += part;
    if (payload_left_ > 0) return {};
    reported_ = !control_.empty();
    const std::string_view payload = reported_ ? std::string_view(control_) : part;
    if (opcode_ == Opcode::ping) return {.kind = Kind::ping, .payload = payload};
    if (opcode_ == Opcode::pong) return {.kind = Kind::pong, .payload = payload};
    if (payload.empty()) return {.kind = Kind::close};
    if (payload.size() == 1) return broken("half a close code");
    if (!is_close_code(static_cast<unsigned char>(payload[0]) * 256U + static_cast<unsigned char>(payload[1]))) return broken("a close code that may not be sent");
    if (!is_utf8(payload.substr(2))) return fault(CloseCode::bad_data, "the reason is no UTF-8");
    return {.kind = Kind::close, .payload = payload};
}

}  // namespace server::net
