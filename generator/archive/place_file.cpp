#include "archive/place_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <random>
#include <system_error>

#include "system/open_file.hpp"

namespace benchfolio::archive {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void fail(const char* what, const fs::path& path) {
    throw fs::filesystem_error(what, path, std::error_code{errno, std::generic_category()});
}

// A file under a name that nobody else has, gone when this goes.
class Draft {
  public:
    // The name ends as no result does, so that one left behind by a killed process is no part of an archive.
    explicit Draft(const fs::path& folder)
        : path_(folder / fmt::format(".benchfolio-{:08x}{:08x}.part", chance_(), chance_())) {}
    ~Draft() { ::unlink(path_.c_str()); }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    void write(std::string_view bytes) const {
        system::OpenFile file{path_, O_WRONLY | O_CREAT | O_EXCL};
        file.write(bytes);
        file.sync();
        file.close();
    }

    // A second name for the file; where the file system knows no second names, a new one that replaces nothing. False
    // where the name is taken.
    bool become(const fs::path& path) const {
        if (::link(path_.c_str(), path.c_str()) == 0) return true;
        if (errno == EEXIST) return false;
#ifdef RENAME_NOREPLACE
        if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) return true;
        if (errno == EEXIST) return false;
#endif
        fail("cannot create", path);
    }

  private:
    std::random_device chance_;
    fs::path path_;
};

// A folder's entries survive a power cut once the folder itself is on the disk; so must those of folders made new.
void sync_folders(fs::path folder, const fs::path& oldest) {
    for (;; folder = folder.parent_path()) {
        system::OpenFile{folder, O_RDONLY | O_DIRECTORY}.sync();
        if (folder == oldest || !folder.has_relative_path()) return;
    }
}

// The nearest folder above a file that is there already.
fs::path existing_above(fs::path folder) {
    while (folder.has_relative_path() && !fs::exists(folder)) folder = folder.parent_path();
    return folder;
}

}  // namespace

bool place_file(const fs::path& path, std::string_view bytes) {
    const fs::path folder = path.parent_path(), oldest = existing_above(folder);
    fs::create_directories(folder);
    const Draft draft{folder};
    draft.write(bytes);
    if (!draft.become(path)) return false;
    sync_folders(folder, oldest);
    return true;
}

}  // namespace benchfolio::archive
