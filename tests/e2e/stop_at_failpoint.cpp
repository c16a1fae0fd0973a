// Makes a server that kills itself at a named failpoint: FRONTDESK_FAILPOINT=NAME:COUNT, the COUNT-th time that it passes there.
// Linked into frontdesk_under_test beside the program's own main; the program itself has no such door.
#include "storage/failpoint.hpp"

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>

namespace {

storage::Failpoint wanted;
std::atomic<long> passes_left{0};

void stop_there(storage::Failpoint point) {
    if (point == wanted && passes_left.fetch_sub(1) == 1) ::kill(::getpid(), SIGKILL);
}

bool set_hook() {
    const char* value = std::getenv("FRONTDESK_FAILPOINT");
    if (!value) return false;
    const std::string text = value;
    const auto colon = text.find(':');
    const auto& names = storage::kFailpointNames;
    const auto found = std::find(names.begin(), names.end(), text.substr(0, colon));
    if (found == names.end() || colon == std::string::npos) {
        std::fprintf(stderr, "FRONTDESK_FAILPOINT=%s: NAME:COUNT is needed\n", value);
        std::_Exit(2);
    }
    wanted = static_cast<storage::Failpoint>(found - names.begin());
    passes_left = std::atol(text.c_str() + colon + 1);
    storage::failpoint_hook = stop_there;
    return true;
}

const bool hook_is_set = set_hook();

}  // namespace
