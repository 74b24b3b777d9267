// A new folder of our own among the temporary ones, which nobody else may read and which goes when this goes.
#pragma once

#include <string>

namespace benchfolio::preview {

class PrivateFolder {
  public:
    // Throws model::Error (storage) where there can be none.
    PrivateFolder();
    ~PrivateFolder();
    PrivateFolder(const PrivateFolder&) = delete;
    PrivateFolder& operator=(const PrivateFolder&) = delete;

    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

}  // namespace benchfolio::preview
