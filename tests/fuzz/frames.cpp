// The client's WebSocket frames: however the bytes are cut, they mean the same, within the limits. The first two bytes choose the cuts.
#include "server/net/frame_parser.hpp"
#include "tests/fuzz/oracle.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace server::net;

struct Heard {
    FrameEvent::Kind kind;
    std::string payload;
    CloseCode code;
    bool operator==(const Heard&) const = default;
};

SocketLimits small_limits() {
    SocketLimits limits;
    limits.max_message_bytes = 200;
    limits.max_frames_per_message = 5;
    limits.max_frames_per_second = 20;
    return limits;
}

void check(const FrameParser& parser, const FrameEvent& event, const SocketLimits& limits) {
    fuzz::require(parser.held_bytes() <= 2 * limits.max_message_bytes + 300, "it holds little more than a message");
    if (event.kind != FrameEvent::Kind::message) return;
    fuzz::require(event.payload.size() <= limits.max_message_bytes, "no message is larger than the limit");
    fuzz::require(is_utf8(event.payload), "a message is UTF-8");
}

// `cuts` makes a new size after each piece; 0: everything at once.
std::vector<Heard> hear(std::string bytes, std::uint32_t cuts) {
    static const SocketLimits limits = small_limits();
    FrameParser parser(limits);
    std::vector<Heard> heard;
    for (std::size_t begin = 0; begin < bytes.size();) {
        cuts = cuts * 1664525U + (cuts ? 1013904223U : 0U);
        const std::size_t size = cuts ? 1 + (cuts >> 24) % 9 : bytes.size();
        std::span<char> rest = std::span(bytes).subspan(begin, std::min(size, bytes.size() - begin));
        begin += rest.size();
        while (true) {
            const FrameEvent event = parser.next(rest);
            check(parser, event, limits);
            if (event.kind == FrameEvent::Kind::none) break;
            heard.push_back({event.kind, std::string(event.payload), event.code});
            if (event.kind == FrameEvent::Kind::fault) return heard;
        }
    }
    return heard;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
    const auto cuts = static_cast<std::uint32_t>(data[0] << 8 | data[1] | 1);
    fuzz::require(hear(bytes, 0) == hear(bytes, cuts), "cuts change nothing");
    return 0;
}
