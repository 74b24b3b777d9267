// A complete site -> a folder, swapped in whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace benchfolio::publish {

struct Written {
    std::size_t files = 0, changed = 0, removed = 0;
    std::uint64_t bytes = 0;
};

// Takes the files of a site one by one and puts them in place together: until `commit`, the old site stands untouched;
// if it never comes (an error, a kill), the old site stands too. Files of ours that the new site has not are removed;
// files whose bytes are the same keep their time. A manifest (.benchfolio.json) tells ours from other people's.
class FolderSite {
  public:
    // Throws model::Error (usage) when the folder exists, is not empty and holds no manifest of ours.
    explicit FolderSite(std::string folder);
    ~FolderSite();
    FolderSite(const FolderSite&) = delete;
    FolderSite& operator=(const FolderSite&) = delete;

    void write(const std::string& path, const std::string& bytes);  // from several threads at once
    Written commit();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace benchfolio::publish
