#include "tests/bench/process.hpp"

#include "tests/bench/histogram.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

namespace bench {
namespace {

std::string read_proc(pid_t process, const std::string& name) {
    const std::string path = "/proc/" + std::to_string(process) + "/" + name;
    std::ifstream file(path);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (text.empty()) throw std::runtime_error(path + " cannot be read");
    return text;
}

// The number behind `key` in a file of lines "key: number".
std::uint64_t field(const std::string& text, const std::string& key) {
    const auto at = text.find(key);
    if (at == std::string::npos) throw std::runtime_error("no " + key);
    return std::stoull(text.substr(at + key.size()));
}

// User and system time are fields 14 and 15 of stat; the second one, the name, may hold spaces and ends with the last ')'.
std::chrono::nanoseconds cpu_of(pid_t process) {
    const std::string text = read_proc(process, "stat");
    std::istringstream fields(text.substr(text.rfind(')') + 1));
    std::string skipped;
    for (int i = 3; i < 14; ++i) fields >> skipped;
    std::int64_t user = 0, system = 0;
    fields >> user >> system;
    return std::chrono::nanoseconds((user + system) * (1'000'000'000 / ::sysconf(_SC_CLK_TCK)));
}

}  // namespace

Usage usage_of(pid_t process) {
    return {cpu_of(process), field(read_proc(process, "io"), "\nwrite_bytes:"), 1024 * field(read_proc(process, "status"), "VmRSS:")};
}

std::chrono::nanoseconds median_fdatasync(const std::filesystem::path& folder) {
    constexpr std::size_t kWrites = 200, kBytes = 4096;
    std::string path = (folder / "probe-XXXXXX").string();
    const int file = ::mkstemp(path.data());
    if (file < 0) throw std::runtime_error(path + ": " + std::strerror(errno));
    ::unlink(path.c_str());
    const std::string block(kBytes, 'x');
    const auto write_block = [&](std::size_t i) {
        if (::pwrite(file, block.data(), kBytes, static_cast<off_t>(i * kBytes)) != static_cast<ssize_t>(kBytes) || ::fdatasync(file) != 0)
            throw std::runtime_error(std::string("the probe's write: ") + std::strerror(errno));
    };
    for (std::size_t i = 0; i < kWrites; ++i) write_block(i);
    std::vector<std::chrono::nanoseconds> took(kWrites);
    for (std::size_t i = 0; i < kWrites; ++i) {
        const auto began = Clock::now();
        write_block(i);
        took[i] = Clock::now() - began;
    }
    ::close(file);
    std::nth_element(took.begin(), took.begin() + kWrites / 2, took.end());
    return took[kWrites / 2];
}

}  // namespace bench
