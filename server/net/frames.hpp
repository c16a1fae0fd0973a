// The frames a server sends, as bytes: text, ping, pong and close. Never masked, never fragmented.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace server::net {

enum class CloseCode : std::uint16_t {
    normal = 1000,
    going_away = 1001,
    protocol = 1002,
    unsupported = 1003,
    bad_data = 1007,
    policy = 1008,
    too_big = 1009,
    internal = 1011,
    restart = 1012,
    try_later = 1013,
};

// Text frames one after the other, as the bytes that go over the wire: made once, written to as many sockets as hear them.
class Frames {
public:
    Frames() = default;
    Frames(std::initializer_list<std::string_view> texts);

    void add(std::string_view text);
    void add(const Frames& more);

    bool empty() const { return count_ == 0; }
    std::size_t count() const { return count_; }
    const std::string& bytes() const { return bytes_; }
    std::vector<std::string> texts() const;  // for who hears them without a network

private:
    std::string bytes_;
    std::size_t count_ = 0;
};

std::string ping_frame();
std::string pong_frame(std::string_view ping);                     // with the payload of the ping: at most 125 bytes
std::string close_frame(CloseCode code, std::string_view reason);  // the reason is cut at 123 bytes, on a character
std::string close_answer(std::string_view close);                  // with the code of the client's close frame, if that had one

}  // namespace server::net
