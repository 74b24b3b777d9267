#include "system/file_tree.hpp"

#include <algorithm>
#include <boost/filesystem/directory.hpp>
#include <boost/filesystem/operations.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <set>

#include "model/error.hpp"

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
        boost::system::error_code error;
        const fs::file_status status = fs::status(path, error);
        if (status.type() == fs::directory_file) {
            if (path.filename() != ".git") enter(path, name + "/");
        } else if (status.type() == fs::regular_file) {
            const auto size = fs::file_size(path, error);
            files.push_back({name, error ? 0 : size});
        } else if (!fs::exists(status)) {
            files.push_back({name, 0});
        }
    }
};

struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
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

void read_file(const std::string& path, std::string& buffer) {
    const std::unique_ptr<std::FILE, Close> file{std::fopen(path.c_str(), "rb")};
    if (!file) throw unreadable(path, std::strerror(errno));
    constexpr std::size_t step = std::size_t{1} << 16;
    boost::system::error_code unknown;
    const auto expected = fs::file_size(path, unknown);
    std::size_t size = 0;
    buffer.resize(unknown ? step : static_cast<std::size_t>(expected) + 1);  // one more shows the end at once
    while (const std::size_t got = std::fread(buffer.data() + size, 1, buffer.size() - size, file.get())) {
        size += got;
        if (size == buffer.size()) buffer.resize(2 * size);
    }
    if (std::ferror(file.get())) throw unreadable(path, std::strerror(errno));
    buffer.resize(size);
}

}  // namespace benchfolio::system
