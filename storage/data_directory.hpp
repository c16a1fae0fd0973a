// The directory that holds one desk's data: made for its owner alone, and used by one process at a time.
// frontdesk.db (with -wal and -shm), lock, secret, copies/ of the database before an upgrade.
#pragma once

#include <filesystem>
#include <string>

namespace storage {

class DataDirectory {
public:
    // Makes the directory (0700) when it is not there and takes its lock; StoreError when another process has it.
    explicit DataDirectory(std::filesystem::path path);
    ~DataDirectory();
    DataDirectory(const DataDirectory&) = delete;
    DataDirectory& operator=(const DataDirectory&) = delete;

    // The installation secret, made at the first call.
    std::string secret() const;
    std::filesystem::path database() const { return database_in(path_); }
    std::filesystem::path copies() const { return path_ / "copies"; }

    static std::filesystem::path database_in(const std::filesystem::path& directory) { return directory / "frontdesk.db"; }

private:
    std::filesystem::path path_;
    int lock_ = -1;
};

inline constexpr std::size_t kSecretBytes = 32;

}  // namespace storage
