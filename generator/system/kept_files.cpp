#include "system/kept_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/filesystem.hpp>
#include <ctime>
#include <filesystem>

#include "model/error.hpp"
#include "system/open_file.hpp"

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

// A file under a name of its own, removed unless it got the one that is meant.
class Unfinished {
  public:
    explicit Unfinished(const std::string& path)
        : path_(path), name_(path + "-XXXXXX" + std::string{unfinished}), file_(opened(name_)) {}
    ~Unfinished() {
        if (!named_) ::unlink(name_.c_str());
    }
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

    void write(std::string_view bytes) const { file_.write(bytes); }

    void finish() {
        std::filesystem::rename(name_, path_);
        named_ = true;
    }

    // First the bytes, then the name, then the folder that holds the name are on the disk.
    void finish_on_disk() {
        file_.sync();
        finish();
        OpenFile{std::filesystem::path{path_}.parent_path(), O_RDONLY | O_DIRECTORY}.sync();
    }

  private:
    std::string path_, name_;
    OpenFile file_;
    bool named_ = false;

    static OpenFile opened(std::string& name) {
        const int number = ::mkostemps(name.data(), static_cast<int>(unfinished.size()), O_CLOEXEC);
        return OpenFile::adopted(name, number);
    }
};

}  // namespace

std::vector<KeptFile> kept_files(const std::string& folder) {
    return entries(folder, fs::regular_file);
}

std::vector<KeptFile> kept_folders(const std::string& folder) {
    return entries(folder, fs::directory_file);
}

void write_whole(const std::string& path, std::string_view bytes, Lasting lasting) {
    boost::system::error_code error;
    const fs::path whole = fs::absolute(path);  // a name alone has no folder above it
    fs::create_directories(whole.parent_path(), error);
    if (error) throw refused(path, error.message().c_str());
    try {
        Unfinished file{whole.string()};
        file.write(bytes);
        lasting == Lasting::always ? file.finish_on_disk() : file.finish();
    } catch (const std::filesystem::filesystem_error& refusal) {
        throw refused(path, refusal.code().message().c_str());
    }
}

void remove_kept(const std::string& path) {
    boost::system::error_code ignored;
    fs::remove(path, ignored);
}

void touch(const std::string& path) {
    ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0);
}

}  // namespace benchfolio::system
