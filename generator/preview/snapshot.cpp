#include "preview/snapshot.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <set>
#include <utility>

namespace benchfolio::preview {
namespace {

namespace fs = std::filesystem;

class Walk {
  public:
    Walk(const Target& target, const OnFolder& on_folder) : target_(target), on_folder_(on_folder) {}

    Snapshot snapshot;

    void visit(const fs::path& path) {
        struct stat status {};
        if (::stat(path.c_str(), &status) != 0) return;
        if (S_ISDIR(status.st_mode))
            enter(path, {status.st_dev, status.st_ino});
        else if (S_ISREG(status.st_mode) && matters(path))
            snapshot[path.string()] = {status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
                                       status.st_ctim.tv_sec, status.st_ctim.tv_nsec};
    }

  private:
    const Target& target_;
    const OnFolder& on_folder_;
    std::set<std::pair<std::uint64_t, std::uint64_t>> entered_;  // so that a link back up ends nothing in a loop

    bool matters(const fs::path& path) const {
        return target_.matters == nullptr || path == target_.path || target_.matters(path.string());
    }

    void enter(const fs::path& folder, const std::pair<std::uint64_t, std::uint64_t>& identity) {
        if (!entered_.insert(identity).second) return;
        on_folder_(folder.string());
        std::error_code error;
        for (fs::directory_iterator entry{folder, error}; !error && entry != fs::directory_iterator{};
             entry.increment(error))
            visit(entry->path());
    }
};

// The nearest folder above that exists: where a missing target or its folder would appear.
std::string folder_above(const fs::path& path) {
    std::error_code error;
    fs::path above = fs::absolute(path, error).lexically_normal().parent_path();
    while (!fs::is_directory(above, error) && above.has_relative_path()) above = above.parent_path();
    return above.string();
}

// Where the target is an entry; two places where it is a link, since either can be changed.
void announce_places(const fs::path& path, const OnFolder& on_folder) {
    on_folder(folder_above(path));
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (!error && fs::is_symlink(path, error)) on_folder(folder_above(real));
}

}  // namespace

Snapshot look_at(const Target& target, const OnFolder& on_folder) {
    announce_places(target.path, on_folder);
    Walk walk{target, on_folder};
    walk.visit(target.path);
    return std::move(walk.snapshot);
}

std::vector<std::string> touched(const Snapshot& before, const Snapshot& after) {
    std::set<std::string> paths;
    for (const auto& [path, look] : before)
        if (const auto now = after.find(path); now == after.end() || now->second != look) paths.insert(path);
    for (const auto& [path, look] : after)
        if (!before.contains(path)) paths.insert(path);
    return {paths.begin(), paths.end()};
}

}  // namespace benchfolio::preview
