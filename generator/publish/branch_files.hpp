// What is on the pages branch, and what the site makes of it. Used inside this room only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "publish/branch.hpp"
#include "publish/manifest.hpp"

namespace benchfolio::publish {

// A file, symbolic link or submodule of a commit.
struct BranchEntry {
    bool regular = false;     // a file, not a link or a submodule
    bool executable = false;  // which no file of ours is
    std::string object;
};
using BranchEntries = std::map<std::string, BranchEntry>;  // path from the branch's root ->

BranchEntries parse_entries(std::string_view listing);        // of `git ls-tree -r -z`
std::vector<Change> parse_changes(std::string_view listing);  // of `git diff-tree -r -z --name-status`

// The branch as it is, and what of it is ours: what the manifest on it names, as long as it is a regular file.
struct BranchState {
    std::string commit, tree;  // empty: there is no such branch
    bool parentless = false;   // as every commit of ours
    BranchEntries entries;
    std::optional<Manifest> manifest;  // at the site's folder
    bool root_is_ours = false;         // a manifest of ours lies at the branch's root

    // Whether benchfolio made this branch, so that its history may go.
    bool is_pages_branch() const;
    bool is_ours(const std::string& path, const std::string& folder) const;
};

// The path on the branch of a file of the site; `folder` as in BranchOptions::path.
std::string on_branch(const std::string& folder, std::string_view path);

// Whether GitHub's Jekyll makes the pages at the branch's root out of other people's files, which a `.nojekyll` would
// stop.
bool needs_jekyll(const BranchState& state);

}  // namespace benchfolio::publish
