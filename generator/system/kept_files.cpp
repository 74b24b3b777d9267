#include "system/kept_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/filesystem.hpp>
#include <cerrno>
#include <cstring>
#include <ctime>

#include "model/error.hpp"

namespace benchfolio::system {
namespace {

namespace fs = boost::filesystem;

model::Error refused(const std::string& path, const char* why) {
    return {model::ExitCode::storage, "storage", std::string{"cannot write: "} + why, path,
            "check that there is room and that you may write there"};
}

std::vector<KeptFile> entries(const std::string& folder, fs::file_type wanted) {
    std::vector<KeptFile> found;
    boost::system::error_code error;
    const std::time_t now = std::time(nullptr);
    for (fs::directory_iterator at{folder, error}; !error && at != fs::directory_iterator{}; at.increment(error)) {
        struct ::stat about {};
        if (::lstat(at->path().c_str(), &about) != 0) continue;
        if ((wanted == fs::directory_file) != S_ISDIR(about.st_mode)) continue;
        found.push_back({at->path().filename().string(), static_cast<std::uint64_t>(about.st_size),
                         std::chrono::seconds{now - about.st_mtime}});
    }
    std::ranges::sort(found, {}, &KeptFile::name);
    return found;
}

// An open file that is closed in the end, and removed unless it got its name.
class Unfinished {
  public:
    explicit Unfinished(const std::string& path) : path_(path), name_(path + "-XXXXXX" + std::string{unfinished}) {
        descriptor_ = ::mkostemps(name_.data(), static_cast<int>(unfinished.size()), O_CLOEXEC);
        require(descriptor_ >= 0);
    }
    ~Unfinished() {
        if (descriptor_ >= 0) ::close(descriptor_);
        if (!named_) ::unlink(name_.c_str());
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

    void write(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            require(written > 0);
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    // First the bytes, then the name, then the folder that holds the name are on the disk.
    void finish() {
        require(::fsync(descriptor_) == 0);
        require(::rename(name_.c_str(), path_.c_str()) == 0);
        named_ = true;
        const int folder = ::open(fs::path{path_}.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (folder < 0) return;
        ::fsync(folder);
        ::close(folder);
    }

  private:
    std::string path_, name_;
    int descriptor_ = -1;
    bool named_ = false;

    void require(bool done) const {
        if (!done) throw refused(path_, std::strerror(errno));
    }
};

}  // namespace

std::vector<KeptFile> kept_files(const std::string& folder) {
    return entries(folder, fs::regular_file);
}

std::vector<KeptFile> kept_folders(const std::string& folder) {
    return entries(folder, fs::directory_file);
}

void write_whole(const std::string& path, std::string_view bytes) {
    boost::system::error_code error;
    fs::create_directories(fs::path{path}.parent_path(), error);
    if (error) throw refused(path, error.message().c_str());
    Unfinished file{path};
    file.write(bytes);
    file.finish();
}

void remove_kept(const std::string& path) {
    boost::system::error_code ignored;
    fs::remove(path, ignored);
}

void touch(const std::string& path) {
    ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);
}

}  // namespace benchfolio::system
