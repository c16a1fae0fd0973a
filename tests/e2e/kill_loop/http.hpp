// The few calls of the REST interface that agents make before they open their socket.
#pragma once

#include <cstdint>
#include <string>

namespace kill_loop {

// The cookie of a login, `NAME=VALUE`; empty when the server was not there or had no time.
std::string log_in(std::uint16_t port, const std::string& name, const std::string& password);

}  // namespace kill_loop
