// A folder of result files, on a disk. It may be part of a git checkout.
#pragma once

#include "archive/object_store.hpp"

namespace benchfolio::archive {

class DirectoryStore final : public ObjectStore {
  public:
    // Throws model::Error (usage) when `root` is no folder.
    explicit DirectoryStore(std::string root);
    std::vector<Object> list() const override;
    bool get(Object& object, std::string& buffer) const override;
    void announce(const Object& object) const override;
    // Throws model::Error (usage) for a key that leads out of the folder.
    Put put(const std::string& key, std::string_view bytes) const override;
    std::string name() const override { return root_; }
    std::string identity() const override;

  private:
    std::string root_;

    std::string path(const std::string& key) const { return root_ + "/" + key; }
};

}  // namespace benchfolio::archive
