// The frames a server sends, as bytes: text, ping and close. Never masked, never fragmented.
#pragma once

#include "server/net/socket.hpp"

#include <string>
#include <string_view>

namespace server::net {

void append_text_frame(std::string& bytes, std::string_view text);
std::string ping_frame();
std::string close_frame(CloseCode code, std::string_view reason);  // the reason is cut at 123 bytes, on a character

}  // namespace server::net
