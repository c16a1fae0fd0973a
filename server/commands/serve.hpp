// `frontdesk serve`: runs the desk until it is told to stop.
#pragma once

#include "server/service.hpp"

#include <iosfwd>

namespace server::commands {

struct ServeOptions {
    ServiceOptions service;
    std::string listen = "127.0.0.1:8080";  // ADDRESS:PORT, [ADDRESS]:PORT for IPv6
};

// 0 after a graceful stop, 1 when the desk cannot be opened.
int serve(ServeOptions options, std::ostream& out, std::ostream& err);

// The address and port of `listen`; none when it is not of that form.
std::optional<std::pair<std::string, std::uint16_t>> parse_listen(const std::string& listen);

}  // namespace server::commands
