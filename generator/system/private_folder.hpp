// A folder among the temporary ones for one run of the program, that no other user may enter.
#pragma once

#include <string>
#include <string_view>

namespace benchfolio::system {

// Gone with all its content when this goes. What runs that were killed left behind is cleared away first: a folder is
// in use as long as somebody holds its lock, and the programs that a run starts inherit it. Throws model::Error
// (storage).
class PrivateFolder {
  public:
    // `purpose` is part of its name: "publish".
    explicit PrivateFolder(std::string_view purpose);
    ~PrivateFolder();
    PrivateFolder(const PrivateFolder&) = delete;
    PrivateFolder& operator=(const PrivateFolder&) = delete;
    const std::string& path() const { return path_; }

  private:
    std::string path_;
    int lock_ = -1;
};

}  // namespace benchfolio::system
