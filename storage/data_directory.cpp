#include "storage/data_directory.hpp"

#include "storage/digest.hpp"
#include "storage/store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace storage {

namespace {

[[noreturn]] void fail(const std::string& what, const std::filesystem::path& path) {
    throw StoreError(what + " " + path.string() + ": " + std::strerror(errno));
}

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void sync_directory(const std::filesystem::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) fail("cannot open", path);
    const bool synced = ::fsync(fd) == 0;
    ::close(fd);
    if (!synced) fail("cannot sync", path);
}

// Under another name first, so that a crash leaves a whole secret or none.
void write_secret(const std::filesystem::path& path, const std::string& secret) {
    const auto unfinished = path.string() + ".new";
    const int fd = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0) fail("cannot write", unfinished);
    const bool written = ::write(fd, secret.data(), secret.size()) == static_cast<ssize_t>(secret.size()) && ::fsync(fd) == 0;
    ::close(fd);
    if (!written || ::rename(unfinished.c_str(), path.c_str()) != 0) fail("cannot write", path);
    sync_directory(path.parent_path());
}

int take_lock(const std::filesystem::path& directory) {
    const auto path = directory / "lock";
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0) fail("cannot open", path);
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        ::close(fd);
        auto holder = content_of(path);
        holder.erase(holder.find_last_not_of('\n') + 1);
        throw StoreError(directory.string() + " is in use by process " + (holder.empty() ? "(unknown)" : holder));
    }
    const auto pid = std::to_string(::getpid()) + "\n";  // for people only: the lock is what counts
    if (::ftruncate(fd, 0) != 0 || ::write(fd, pid.data(), pid.size()) < 0) errno = 0;
    return fd;
}

}  // namespace

DataDirectory::DataDirectory(std::filesystem::path path) : path_(std::filesystem::absolute(path)) {
    std::filesystem::create_directories(path_.parent_path());
    if (::mkdir(path_.c_str(), S_IRWXU) == 0)
        sync_directory(path_.parent_path());
    else if (errno != EEXIST)
        fail("cannot make", path_);
    lock_ = take_lock(path_);
}

DataDirectory::~DataDirectory() { ::close(lock_); }

std::string DataDirectory::secret() const {
    const auto path = path_ / "secret";
    if (!std::filesystem::exists(path)) write_secret(path, random_bytes(kSecretBytes));
    auto secret = content_of(path);
    if (secret.size() != kSecretBytes) throw StoreError(path.string() + " is not a secret of " + std::to_string(kSecretBytes) + " bytes");
    return secret;
}

}  // namespace storage
