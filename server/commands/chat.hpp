// `frontdesk chat`: talks to a desk as a customer does, over its WebSocket or to a whole desk in this process.
#pragma once

#include <chrono>
#include <filesystem>
#include <iosfwd>
#include <string>

namespace server::commands {

struct ChatOptions {
    std::string url = "ws://127.0.0.1:8080/chat";
    bool local = false;                    // no server: store, engine and sessions in this process
    std::filesystem::path configuration;   // for local
    std::filesystem::path data_directory;  // for local; empty: a temporary one
    std::string locale = "zh-CN";
    bool json = false;                     // the server's frames as they come, one a line
    bool interactive = true;               // false: each line of input waits until the desk has answered the one before,
    std::chrono::milliseconds quiet{2'500};  // which it has when no frame came for so long (more than the settle time)
};

// Reads lines until the end of the input: a number picks a choice that was offered, anything else is said. 0, or 1 when the desk
// cannot be reached, refuses, or hangs up.
int chat(const ChatOptions& options, std::istream& in, std::ostream& out);

}  // namespace server::commands
