// The one time type of the pure rooms: UTC, milliseconds. Passed in, never read from a clock here.
#pragma once

#include <chrono>

namespace tickets {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;

}  // namespace tickets
