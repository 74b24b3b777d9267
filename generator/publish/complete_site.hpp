// A site as `build` wrote it: found whole, and kept from being replaced while it is read. Used inside this room only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "publish/disk.hpp"
#include "publish/manifest.hpp"

namespace benchfolio::publish {

// The data file in which a site says what it shows.
inline constexpr std::string_view index_path = "data/index.json";

struct SiteIndex {
    std::string title, newest_run;     // empty where it does not say
    std::set<std::string> benchmarks;  // their pages
};

// Of text that is no index, an empty one: it comes from a branch that other people can write to.
SiteIndex parse_index(std::string_view text);

using FileSizes = std::map<std::string, std::uint64_t>;  // path relative to the site's root -> bytes

class CompleteSite {
  public:
    // Throws model::Error: (usage) when the folder is no site, lacks a file of its manifest, or shows no benchmark;
    // (storage) when a build is at work on it.
    explicit CompleteSite(const std::string& folder);

    const std::string& folder() const { return folder_; }  // as it was named
    const FileSizes& files() const { return files_; }
    const SiteIndex& index() const { return index_; }
    std::uint64_t bytes() const;
    std::string place_of(const std::string& path) const;  // of a file of the site, on this disk
    std::size_t others() const { return others_; }        // files in the folder that are not of the site

    // Throws model::Error (storage) when the file is not what it was.
    void read(const std::string& path, std::string& bytes) const;
    [[noreturn]] void fail_changed(const std::string& path) const;

  private:
    void require_files(const Manifest& manifest);
    void load_index();
    void count_others();

    std::string folder_;
    std::filesystem::path root_;
    std::unique_ptr<Lock> lock_;  // none where the folder above cannot be written to
    FileSizes files_;
    SiteIndex index_;
    std::size_t others_ = 0;
};

}  // namespace benchfolio::publish
