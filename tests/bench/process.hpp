// What the kernel tells about a process, and what a durable write costs on a disk.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <sys/types.h>

namespace bench {

struct Usage {
    std::chrono::nanoseconds cpu{0};      // of all threads, those that have ended too; in steps of 10 ms
    std::uint64_t written_bytes = 0;      // handed to the disk
    std::uint64_t resident_bytes = 0;
};

// std::runtime_error when there is no such process or it is not ours.
Usage usage_of(pid_t process);

// The median of 200 times 4 KiB written over a file in `folder` and fdatasync. std::runtime_error when the disk refuses.
std::chrono::nanoseconds median_fdatasync(const std::filesystem::path& folder);

}  // namespace bench
