// Makes a server whose disk fails: FRONTDESK_IO_ERROR=sync:COUNT or write:COUNT, the COUNT-th fdatasync or pwrite of the process, gives
// EIO. Linked into frontdesk_under_test; what stands here takes the place of libc's functions, for SQLite too.
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <string_view>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

struct Countdown {
    explicit Countdown(std::string_view what) {
        const char* value = std::getenv("FRONTDESK_IO_ERROR");
        const std::string_view text = value ? value : "";
        if (text.starts_with(what)) left = std::atol(text.data() + what.size());
    }
    bool fails() { return left.load(std::memory_order_relaxed) > 0 && left.fetch_sub(1) == 1; }
    std::atomic<long> left{0};
};

Countdown& syncs() {
    static Countdown countdown("sync:");
    return countdown;
}

Countdown& writes() {
    static Countdown countdown("write:");
    return countdown;
}

}  // namespace

extern "C" int fdatasync(int file) {
    if (syncs().fails()) return errno = EIO, -1;
    return static_cast<int>(::syscall(SYS_fdatasync, file));
}

extern "C" ssize_t pwrite64(int file, const void* bytes, size_t size, off_t offset) {
    if (writes().fails()) return errno = EIO, -1;
    return ::syscall(SYS_pwrite64, file, bytes, size, offset);
}
