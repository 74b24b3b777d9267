// A folder for one run, that nobody else may enter. Used inside this room only.
#pragma once

#include <filesystem>

namespace benchfolio::publish {

// Gone with all its content when this goes. What runs that were killed left behind is cleared away first: a folder is
// in use as long as somebody holds its lock, and the programs that a run starts inherit it. Throws model::Error
// (storage).
class PrivateFolder {
  public:
    PrivateFolder();
    ~PrivateFolder();
    PrivateFolder(const PrivateFolder&) = delete;
    PrivateFolder& operator=(const PrivateFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
    int lock_ = -1;
};

}  // namespace benchfolio::publish
