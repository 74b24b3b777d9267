// A complete site -> a folder, swapped in whole.
//
// The new site grows beside the old one, as `.NAME.benchfolio-tmp-PID` in the same parent folder, and takes its place
// in one rename. What a killed build left there is cleared away by the next one. Two builds into one folder exclude
// each other by the lock file `.NAME.benchfolio-lock`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "system/file_stamp.hpp"

namespace benchfolio::publish {

struct Written {
    std::size_t files = 0, changed = 0, removed = 0;
    std::size_t kept = 0;  // files of other people in the folder, carried over
    std::uint64_t bytes = 0;
};

// What the old site is thought to have.
struct OldFile {
    std::string path;  // relative to the site's root
    std::uint64_t bytes = 0;
};

// Whether the file at an index has the bytes that it should have.
struct Judge {
    // Whether that is known of a file with this stamp; then it is not read.
    std::function<bool(std::size_t index, const system::FileStamp& stamp)> knows;
    std::function<bool(std::size_t index, const system::FileStamp& stamp, std::string_view bytes)> finds;
};

// Takes the files of a site one by one and puts them in place together: until `commit`, the old site stands untouched;
// if it never comes (an error, a kill), the old site stands too. Files of ours that the new site has not are removed;
// files whose bytes are the same keep their time; files that are not ours (a CNAME, a .git) are carried over. A
// manifest
// (.benchfolio.json) tells ours from other people's; it is never a reason to delete anything outside the folder.
// Everything throws model::Error (storage) with the path where the disk refuses.
class FolderSite {
  public:
    // Throws model::Error (usage) when the folder exists, is not empty and holds no manifest of ours; (storage) when
    // another build is writing it.
    // `jobs` threads clear away what is old.
    explicit FolderSite(std::string folder, unsigned jobs = 1);
    ~FolderSite();
    FolderSite(const FolderSite&) = delete;
    FolderSite& operator=(const FolderSite&) = delete;

    // Whether the old site has all these files of ours, of these sizes and as the judge says; then they are in the new
    // site, too, as if they had been written. Else none is. The judge is asked what it knows only of files that were
    // there before the old site was complete: what somebody did to them later shows in their stamps, however coarse the
    // clock of the file system. From several threads at once.
    bool keep(std::span<const OldFile> files, const Judge& judge);
    // Of a file that is in the new site.
    std::optional<system::FileStamp> stamp(const std::string& path) const;
    // From several threads at once. `path` is relative to the site's root, with forward slashes and no "..".
    void write(const std::string& path, const std::string& bytes);
    // Throws model::Error (usage) when a file that is not ours lies where the site has one; the old site then stands.
    Written commit();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace benchfolio::publish
