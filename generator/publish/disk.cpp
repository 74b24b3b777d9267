#include "publish/disk.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <system_error>
#include <utility>

#include "system/open_file.hpp"

namespace benchfolio::publish {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void fail(const char* what, const fs::path& path) {
    throw fs::filesystem_error(what, path, std::error_code{errno, std::generic_category()});
}

// Whether what is left of the stream is exactly `bytes`.
bool streams_equal(std::istream& file, std::string_view bytes) {
    std::array<char, 1 << 16> buffer;
    while (!bytes.empty()) {
        const std::size_t wanted = std::min(buffer.size(), bytes.size());
        file.read(buffer.data(), static_cast<std::streamsize>(wanted));
        if (static_cast<std::size_t>(file.gcount()) != wanted) return false;
        if (bytes.substr(0, wanted) != std::string_view{buffer.data(), wanted}) return false;
        bytes.remove_prefix(wanted);
    }
    return true;
}

bool exchange(const fs::path& a, const fs::path& b) {
#ifdef RENAME_EXCHANGE
    return ::renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0;
#else
    static_cast<void>(a);
    static_cast<void>(b);
    return false;
#endif
}

}  // namespace

void create_file(const fs::path& path, std::string_view bytes) {
    system::OpenFile file{path, O_WRONLY | O_CREAT | O_EXCL};
    file.write(bytes);
    file.close();
}

bool holds(const fs::path& path, std::string_view bytes) {
    std::error_code error;
    if (!fs::is_regular_file(fs::symlink_status(path, error))) return false;
    if (fs::file_size(path, error) != bytes.size()) return false;
    std::ifstream file{path, std::ios::binary};
    return streams_equal(file, bytes);
}

void duplicate(const fs::path& from, const fs::path& to) {
    if (fs::is_symlink(fs::symlink_status(from))) return fs::copy_symlink(from, to);
    std::error_code error;
    fs::create_hard_link(from, to, error);
    if (!error) return;
    fs::copy_file(from, to);
    fs::last_write_time(to, fs::last_write_time(from));
}

void put_in_place(const fs::path& fresh, const fs::path& target, const fs::path& spare) {
    if (!fs::exists(target)) return fs::rename(fresh, target);
    if (exchange(fresh, target)) return;
    fs::rename(target, spare);
    fs::rename(fresh, target);
}

fs::path lock_path(const fs::path& folder) {
    return folder.parent_path() / ("." + folder.filename().string() + ".benchfolio-lock");
}

Lock::Lock(fs::path path) : path_(std::move(path)) {
    do {
        if (file_ >= 0) ::close(file_);
        open_and_claim();
    } while (!taken_ && !is_current());
}

void Lock::open_and_claim() {
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file_ < 0) fail("cannot create", path_);
    taken_ = ::flock(file_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

// Whoever had the lock before may have removed the file between our opening and claiming it.
bool Lock::is_current() const {
    struct stat ours {
    }, there{};
    return ::fstat(file_, &ours) == 0 && ::stat(path_.c_str(), &there) == 0 && ours.st_ino == there.st_ino &&
           ours.st_dev == there.st_dev;
}

Lock::~Lock() {
    if (!taken_) ::unlink(path_.c_str());
    ::close(file_);
}

}  // namespace benchfolio::publish
