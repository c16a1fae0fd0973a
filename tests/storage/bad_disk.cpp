#include "tests/storage/bad_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cassert>
#include <fstream>

namespace storage::support {

namespace {

constexpr std::size_t kSector = 512;

BadDisk* disk = nullptr;          // SQLite's callbacks bear no word of ours
sqlite3_vfs* real = nullptr;
sqlite3_vfs layer;

struct Methods {  // SQLite has other ones for a database than for its log
    const sqlite3_io_methods* real = nullptr;
    sqlite3_io_methods ours{};
};
Methods of_databases;
Methods of_logs;

const sqlite3_io_methods& real_methods(sqlite3_file* file) {
    return file->pMethods == &of_logs.ours ? *of_logs.real : *of_databases.real;
}

int close_file(sqlite3_file* file) {
    if (disk) disk->closed(file);
    return real_methods(file).xClose(file);
}

int write_file(sqlite3_file* file, const void* data, int count, sqlite3_int64 offset) { return disk->write(file, data, count, offset); }
int truncate_file(sqlite3_file* file, sqlite3_int64 size) { return disk->truncate(file, size); }
int sync_file(sqlite3_file* file, int flags) { return disk->sync(file, flags); }

int read_file(sqlite3_file* file, void* data, int count, sqlite3_int64 offset) {
    const int code = disk->begin(DiskCall::read);
    return code != SQLITE_OK ? code : real_methods(file).xRead(file, data, count, offset);
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
    const int code = disk->begin(DiskCall::size);
    return code != SQLITE_OK ? code : real_methods(file).xFileSize(file, size);
}

int map_file(sqlite3_file* file, int page, int size, int extend, void volatile** mapped) {
    const int code = disk->begin(DiskCall::map);
    return code != SQLITE_OK ? code : real_methods(file).xShmMap(file, page, size, extend, mapped);
}

int open_file(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* flags_out) {
    file->pMethods = nullptr;  // as a failed open must leave it
    if (const int refused = disk->begin(DiskCall::open); refused != SQLITE_OK) return refused;
    const int code = real->xOpen(real, path, file, flags, flags_out);
    if (code != SQLITE_OK || !path || !(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL))) return code;
    auto& methods = flags & SQLITE_OPEN_WAL ? of_logs : of_databases;
    methods.real = file->pMethods;
    methods.ours = *methods.real;
    methods.ours.xClose = close_file;
    methods.ours.xWrite = write_file;
    methods.ours.xTruncate = truncate_file;
    methods.ours.xSync = sync_file;
    methods.ours.xRead = read_file;
    methods.ours.xFileSize = size_of_file;
    methods.ours.xShmMap = map_file;
    file->pMethods = &methods.ours;
    disk->opened(file, path);
    return code;
}

int remove_file(sqlite3_vfs*, const char* path, int sync_directory) {
    if (const int refused = disk->begin(DiskCall::remove); refused != SQLITE_OK) return refused;
    disk->removed(path);
    return real->xDelete(real, path, sync_directory);
}

}  // namespace

BadDisk::BadDisk() {
    assert(!disk && "one bad disk at a time");
    disk = this;
    sqlite3_initialize();
    real = sqlite3_vfs_find(nullptr);
    layer = *real;
    layer.zName = "bad-disk";
    layer.xOpen = open_file;
    layer.xDelete = remove_file;
    sqlite3_vfs_register(&layer, 1);
}

BadDisk::~BadDisk() {
    sqlite3_vfs_unregister(&layer);
    sqlite3_vfs_register(real, 1);
    disk = nullptr;
}

void BadDisk::opened(sqlite3_file* file, const std::string& path) {
    const std::lock_guard lock(paths_mutex_);
    paths_[file] = path;
}

void BadDisk::closed(sqlite3_file* file) {
    const std::lock_guard lock(paths_mutex_);
    paths_.erase(file);
}

BadDisk::File& BadDisk::known(sqlite3_file* file) {
    const std::lock_guard lock(paths_mutex_);
    return files_[paths_.at(file)];
}

void BadDisk::fail(DiskCall call, std::uint64_t number, int code) {
    failing_ = call;
    code_ = code;
    failed_ = false;
    left_ = number;
}

int BadDisk::begin(DiskCall call) {
    const bool changes = call == DiskCall::write || call == DiskCall::truncate || call == DiskCall::sync;
    if (changes && before_change) before_change(call);
    if (left_ == 0 || call != failing_ || --left_ != 0) return SQLITE_OK;
    failed_ = true;
    return code_;
}

int BadDisk::write(sqlite3_file* file, const void* data, int count, std::int64_t offset) {
    if (const int refused = begin(DiskCall::write); refused != SQLITE_OK) return refused;
    known(file).since.push_back({offset, std::string(static_cast<const char*>(data), static_cast<std::size_t>(count))});
    return real_methods(file).xWrite(file, data, count, offset);
}

int BadDisk::truncate(sqlite3_file* file, std::int64_t size) {
    if (const int refused = begin(DiskCall::truncate); refused != SQLITE_OK) return refused;
    known(file).since.push_back({size, {}});
    return real_methods(file).xTruncate(file, size);
}

int BadDisk::sync(sqlite3_file* file, int flags) {
    if (const int refused = begin(DiskCall::sync); refused != SQLITE_OK) return refused;
    if (ignores_syncs) return SQLITE_OK;
    const int code = real_methods(file).xSync(file, flags);
    auto& state = known(file);
    for (const auto& change : state.since) apply(state.synced, change);
    state.since.clear();
    return code;
}

void BadDisk::removed(const std::string& path) {
    const auto found = files_.find(path);
    if (found != files_.end()) found->second.since.push_back({0, {}});
}

void BadDisk::apply(std::string& content, const Change& change) {
    const auto offset = static_cast<std::size_t>(change.offset);
    if (change.bytes.empty()) {
        content.resize(offset);
        return;
    }
    content.resize(std::max(content.size(), offset + change.bytes.size()));
    content.replace(offset, change.bytes.size(), change.bytes);
}

void BadDisk::lose_power(const std::filesystem::path& into, std::mt19937_64& random) const {
    std::bernoulli_distribution arrived(std::uniform_real_distribution(0.0, 1.0)(random));  // from nearly nothing to nearly all
    for (const auto& [path, file] : files_) {
        auto content = file.synced;
        for (const auto& change : file.since) {
            if (change.bytes.empty()) {
                if (arrived(random)) apply(content, change);
                continue;
            }
            for (std::size_t at = 0; at < change.bytes.size(); at += kSector)
                if (arrived(random)) apply(content, {change.offset + static_cast<std::int64_t>(at), change.bytes.substr(at, kSector)});
        }
        std::ofstream(into / std::filesystem::path(path).filename(), std::ios::binary) << content;
    }
}

}  // namespace storage::support
