#include "publish/disk.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include "system/open_file.hpp"
#include "system/parallel.hpp"

namespace benchfolio::publish {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void fail(const char* what, const fs::path& path) {
    throw fs::filesystem_error(what, path, std::error_code{errno, std::generic_category()});
}

// A file open for reading, closed when this goes.
class Input {
  public:
    // Neither follows a link nor waits for whoever would write to a pipe.
    explicit Input(const std::string& path)
        : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)) {}
    ~Input() {
        if (number_ >= 0) ::close(number_);
    }
    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;

    bool is_regular(std::size_t size) const {
        struct stat status {};
        return number_ >= 0 && ::fstat(number_, &status) == 0 && S_ISREG(status.st_mode) &&
               static_cast<std::size_t>(status.st_size) == size;
    }

    // Whether what is left of it begins with `bytes`.
    bool continues_with(std::string_view bytes) const {
        std::array<char, 1 << 15> buffer;
        while (!bytes.empty()) {
            const ssize_t got = ::read(number_, buffer.data(), std::min(buffer.size(), bytes.size()));
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0 || !bytes.starts_with(std::string_view{buffer.data(), static_cast<std::size_t>(got)}))
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(got));
        }
        return true;
    }

    // Whether there are as many bytes left.
    bool fill(std::string& bytes) const {
        for (std::size_t at = 0; at < bytes.size();) {
            const ssize_t got = ::read(number_, bytes.data() + at, bytes.size() - at);
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return false;
            at += static_cast<std::size_t>(got);
        }
        return true;
    }

  private:
    int number_;
};

// Adds the listing of `folder`, then those of the folders in it.
void list(const fs::path& root, const std::string& folder, std::vector<Listing>& all) {
    std::vector<std::string> below;
    Listing listing{.folder = folder, .names = {}};
    for (const auto& entry : fs::directory_iterator{root / folder}) {
        const bool is_folder = entry.is_directory() && !entry.is_symlink();
        (is_folder ? below : listing.names).push_back(entry.path().filename().string());
    }
    listing.empty = listing.names.empty() && below.empty();
    all.push_back(std::move(listing));
    for (const std::string& name : below) list(root, folder + name + "/", all);
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

bool holds(const std::string& path, std::string_view bytes) {
    const Input file{path};
    return file.is_regular(bytes.size()) && file.continues_with(bytes);
}

bool take(const std::string& path, std::size_t size, std::string& bytes) {
    const Input file{path};
    if (!file.is_regular(size)) return false;
    bytes.resize(size);
    return file.fill(bytes);
}

void duplicate(const std::string& from, const std::string& to) {
    if (::linkat(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), 0) == 0) return;
    if (fs::is_symlink(fs::symlink_status(from))) return fs::copy_symlink(from, to);
    fs::copy_file(from, to);
    fs::last_write_time(to, fs::last_write_time(from));
}

std::vector<Listing> listings(const fs::path& folder) {
    std::vector<Listing> all;
    list(folder, "", all);
    return all;
}

// A folder is the unit: the system removes from one folder one name at a time.
void remove_tree(const fs::path& folder, const std::vector<Listing>& listings, unsigned jobs) {
    if (!fs::exists(fs::symlink_status(folder))) return;
    system::parallel_for(jobs, listings.size(), [&](unsigned, std::size_t i) {
        const std::string prefix = folder.string() + "/" + listings[i].folder;
        for (const std::string& name : listings[i].names)
            if (::unlink((prefix + name).c_str()) != 0 && errno != ENOENT) fail("cannot remove", prefix + name);
    });
    fs::remove_all(folder);
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
