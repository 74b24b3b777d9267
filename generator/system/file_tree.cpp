#include "system/file_tree.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <cstring>
#include <set>
#include <span>

#include "model/error.hpp"
#include "system/large_pages.hpp"

namespace benchfolio::system {
namespace {

namespace fs = boost::filesystem;

model::Error unreadable(const std::string& path, const std::string& why) {
    return {model::ExitCode::storage, "storage", "cannot read: " + why, path,
            "check that it exists and that you may read it"};
}

class Walk {
  public:
    std::vector<FileEntry> files;

    void enter(const fs::path& folder, const std::string& prefix) {
        boost::system::error_code error;
        const fs::path real = fs::canonical(folder, error);
        if (!error && !entered_.insert(real.native()).second) return;
        fs::directory_iterator entry{folder, error};
        if (error) throw unreadable(folder.native(), error.message());
        std::vector<fs::path> found;
        for (; entry != fs::directory_iterator{}; entry.increment(error)) found.push_back(entry->path());
        if (error) throw unreadable(folder.native(), error.message());
        std::ranges::sort(found, {}, &fs::path::native);
        for (const fs::path& path : found) visit(path, prefix + path.filename().native());
    }

  private:
    std::set<std::string> entered_;  // real paths, so that no folder is entered twice

    void visit(const fs::path& path, const std::string& name) {
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0) {
            files.push_back({name});
        } else if (S_ISREG(status.st_mode)) {
            files.push_back({name, status});
        } else if (S_ISDIR(status.st_mode) && path.filename() != ".git") {
            enter(path, name + "/");
        }
    }
};

// A file being read from its beginning to its end.
class OpenedFile {
  public:
    explicit OpenedFile(const std::string& path) : path_(path), number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (number_ < 0) throw unreadable(path_, std::strerror(errno));
    }
    ~OpenedFile() { ::close(number_); }
    OpenedFile(const OpenedFile&) = delete;
    OpenedFile& operator=(const OpenedFile&) = delete;

    // What the file system says; a file that grows meanwhile has more.
    std::size_t expected_size() const {
        struct stat status {};
        return ::fstat(number_, &status) == 0 ? static_cast<std::size_t>(status.st_size) : 0;
    }

    // How many bytes came; 0 at the end.
    std::size_t read(std::span<char> room) const {
        for (;;) {
            const ssize_t got = ::read(number_, room.data(), room.size());
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno != EINTR) throw unreadable(path_, std::strerror(errno));
        }
    }

  private:
    const std::string& path_;
    int number_;
};

}  // namespace

bool is_folder(const std::string& path) {
    boost::system::error_code error;
    return fs::is_directory(path, error);
}

std::vector<FileEntry> files_below(const std::string& folder) {
    Walk walk;
    walk.enter(folder, "");
    std::ranges::sort(walk.files, {}, &FileEntry::path);
    return std::move(walk.files);
}

// The buffer grows only where it is too small, so that a reader of many files neither fills it with zeros nor asks for
// memory each time.
void read_file(const std::string& path, std::string& buffer) {
    const OpenedFile file{path};
    buffer.resize(std::max<std::size_t>(buffer.size(), file.expected_size() + 1));  // one more shows the end at once
    std::size_t size = 0;
    while (const std::size_t got = file.read(std::span{buffer}.subspan(size))) {
        size += got;
        if (size == buffer.size()) buffer.resize(2 * size);
    }
    buffer.resize(size);
}

// A file that grows meanwhile is cut, which whoever reads it will find.
FileBytes::FileBytes(const std::string& path) {
    const OpenedFile file{path};
    const std::size_t expected = file.expected_size();
    bytes_ = std::make_unique_for_overwrite<char[]>(expected);
    prefer_large_pages(bytes_.get(), expected);
    const std::span room{bytes_.get(), expected};
    while (const std::size_t got = size_ < expected ? file.read(room.subspan(size_)) : 0) size_ += got;
}

void read_ahead(const std::string& path) {
    const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (number < 0) return;
    static_cast<void>(::posix_fadvise(number, 0, 0, POSIX_FADV_WILLNEED));
    ::close(number);
}

}  // namespace benchfolio::system
