// The commit that replaces the branch: what other people have on it, and the site. Used inside this room only.
#pragma once

#include <optional>
#include <string>

#include "publish/branch_files.hpp"
#include "publish/complete_site.hpp"
#include "publish/object_names.hpp"
#include "publish/private_repository.hpp"

namespace benchfolio::publish {

// Who and what a commit names.
struct Label {
    std::string author, committer;  // "Name <mail>"
    std::string message;
    long long seconds = 0;  // since 1970, UTC
};

// What is to become of the branch.
struct Plan {
    const CompleteSite& site;
    const BranchState& state;
    const std::string& folder;  // of the site, on the branch
    const ObjectNames& names;   // of the site's files
    bool nojekyll = false;      // GitHub serves the files as they are
};

// Throws model::Error (usage) where the author is not of the form "Name <mail>".
Label label_of(const PrivateRepository& repository, const BranchOptions& options, const SiteIndex& index);

// Writes the commit, without parents, and returns its name. What the branch has already at its place is not written.
std::string write_commit(const PrivateRepository& repository, const Plan& plan, const Label& label);

// The name of a commit's content.
std::string tree_of(const PrivateRepository& repository, const std::string& commit);

// The branch's tip as it is, read out of the private repository; `commit` empty: no such branch.
BranchState state_of(const PrivateRepository& repository, const std::string& commit, const std::string& folder);

// The benchmarks that the site on the branch shows.
SiteIndex index_of(const PrivateRepository& repository, const BranchState& state, const std::string& folder);

}  // namespace benchfolio::publish
