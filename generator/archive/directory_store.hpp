// A folder of result files, on a disk.
#pragma once

#include "archive/object_store.hpp"

namespace benchfolio::archive {

class DirectoryStore final : public ObjectStore {
  public:
    // Throws model::Error (usage) when `root` is no folder.
    explicit DirectoryStore(std::string root);
    std::vector<Object> list() const override;
    void get(const std::string& key, std::string& buffer) const override;
    std::string name() const override { return root_; }

  private:
    std::string root_;
};

}  // namespace benchfolio::archive
