// A disk that can fail and that can lose its power, under SQLite: everything above it is the real program.
#pragma once

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

// Stands between SQLite and the file system while it lives, for all databases opened meanwhile. One at a time.
// It keeps, per file, what has been synced and what was written since: after a power loss any part of the latter may be there.
class BadDisk {
public:
    BadDisk();
    ~BadDisk();
    BadDisk(const BadDisk&) = delete;
    BadDisk& operator=(const BadDisk&) = delete;

    // Called before each write, truncation and sync, in the thread that does it, with their number from 1.
    std::function<void(std::uint64_t)> before_operation;
    std::uint64_t fail_write = 0;   // the write with this number, from 1, finds the disk full
    bool fail_syncs = false;

    // Writes the files as a power loss at this moment could leave them: what was synced, and of each sector written since
    // either the old or the new.
    void lose_power(const std::filesystem::path& into, std::mt19937& random) const;

    int write(sqlite3_file* file, const void* data, int count, std::int64_t offset);
    int truncate(sqlite3_file* file, std::int64_t size);
    int sync(sqlite3_file* file, int flags);
    void opened(sqlite3_file* file, const std::string& path);
    void closed(sqlite3_file* file);
    void removed(const std::string& path);
    std::uint64_t writes() const { return writes_; }

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
    void count_operation();

    File& known(sqlite3_file* file);

    std::mutex paths_mutex_;  // readers open and close files too; the rest is the writer's alone
    std::map<sqlite3_file*, std::string> paths_;
    std::map<std::string, File> files_;
    std::uint64_t operations_ = 0;
    std::uint64_t writes_ = 0;
};

}  // namespace storage::support
