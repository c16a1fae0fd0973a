// A disk that can fail and that can lose its power, under SQLite: everything above it is the real program.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

struct sqlite3_file;

namespace storage::support {

// What SQLite asks of a disk.
enum class DiskCall { open, read, write, truncate, sync, size, remove, map };
inline constexpr const char* kDiskCallNames[] = {"open", "read", "write", "truncate", "sync", "size", "remove", "map"};
inline constexpr std::size_t kDiskCalls = std::size(kDiskCallNames);

// Stands between SQLite and the file system while it lives, for all databases opened meanwhile. One at a time.
// It keeps, per file, what has been synced and what was written since: after a power loss any part of the latter may be there.
class BadDisk {
public:
    BadDisk();
    ~BadDisk();
    BadDisk(const BadDisk&) = delete;
    BadDisk& operator=(const BadDisk&) = delete;

    // Called before each write, truncation and sync, in the thread that does it.
    std::function<void(DiskCall)> before_change;
    bool ignores_syncs = false;   // as a disk that says "done" and keeps nothing
    // The `number`-th call of that kind from now on, from 1, gives this result code of SQLite instead.
    void fail(DiskCall call, std::uint64_t number, int code);
    bool has_failed() const { return failed_; }

    // Writes the files as a power loss at this moment could leave them: what was synced, and of each sector written since
    // either the old or the new.
    void lose_power(const std::filesystem::path& into, std::mt19937_64& random) const;

    // For the layer: the code that the call is to give, SQLITE_OK when it is not to fail.
    int begin(DiskCall call);
    int write(sqlite3_file* file, const void* data, int count, std::int64_t offset);
    int truncate(sqlite3_file* file, std::int64_t size);
    int sync(sqlite3_file* file, int flags);
    void opened(sqlite3_file* file, const std::string& path);
    void closed(sqlite3_file* file);
    void removed(const std::string& path);

private:
    struct Change {
        std::int64_t offset = 0;
        std::string bytes;      // empty: the file was cut at `offset`
    };
    struct File {
        std::string synced;
        std::vector<Change> since;
    };
    static void apply(std::string& content, const Change& change);

    File& known(sqlite3_file* file);

    std::mutex paths_mutex_;  // readers open and close files too; the rest is the writer's alone
    std::map<sqlite3_file*, std::string> paths_;
    std::map<std::string, File> files_;
    std::atomic<std::uint64_t> left_{0};  // calls until the failing one; 0: none is to fail
    DiskCall failing_ = DiskCall::write;
    int code_ = 0;
    std::atomic<bool> failed_{false};
};

}  // namespace storage::support
