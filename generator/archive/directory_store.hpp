// A folder of result files, on a disk.
#pragma once

#include "archive/object_store.hpp"

namespace benchfolio::archive {

class DirectoryStore final : public ObjectStore {
  public:
    // Throws model::Error (usage) when `root` is no folder.
    explicit DirectoryStore(std::string root);
    std::vector<Object> list() const override;
    bool get(Object& object, std::string& buffer) const override;
    Put put(const std::string& key, std::string_view bytes) const override;
    std::string name() const override { return root_; }
    std::string identity() const override;

  private:
    std::string root_;
};

}  // namespace benchfolio::archive
