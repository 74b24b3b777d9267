// A clone of the measured project, as --repo names it: what only its history knows of commits, tags and branches.
//
// Nothing is fetched, nothing written. What is asked may come from a result file, so it never reaches git as an option.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/change_commits.hpp"
#include "analysis/options.hpp"
#include "system/git.hpp"

namespace benchfolio::cli {

class Clone {
  public:
    // Throws model::Error: (usage) where `folder` is in no clone that git will read, (storage) where git is missing.
    explicit Clone(const std::string& folder);

    // The full id of what a tag, a branch (here or of `origin`) or the beginning of an id names.
    std::optional<std::string> commit(const std::string& name) const;
    // Of two ids; nothing where one is not in the clone, or they have no common ancestor in it.
    std::optional<std::string> merge_base(const std::string& a, const std::string& b) const;
    // How many commits `to` has that `from` has not: `git rev-list --count FROM..TO`. Nothing where one is not in the
    // clone, where `to` is not newer in this sense though another commit, and in a shallow clone, which would count
    // too few.
    std::optional<std::uint32_t> count(const std::string& from, const std::string& to) const;
    // The commits that `to` has and `from` has not, each before its parents: `git rev-list --topo-order FROM..TO`.
    // Nothing where one of the two ids is not in the clone. `first_parent`: of a merge only the branch merged into.
    std::optional<std::vector<analysis::KnownCommit>> between(const std::string& from, const std::string& to,
                                                              bool first_parent) const;
    // Whether it is a branch, here or of `origin`.
    bool is_branch(const std::string& name) const;
    // The ids of a commit and of all before it, ascending.
    std::vector<std::string> commits_of(const std::string& id) const;
    // Those of commits, by the commit's time, then name.
    std::vector<analysis::Tag> tags() const;
    bool is_shallow() const { return shallow_; }

  private:
    std::optional<std::string> answer(std::vector<std::string> arguments) const;

    system::Git git_;
    bool shallow_ = false;
};

// Whether it may be the id of a commit, or its beginning: at least four hexadecimal digits.
bool is_commit_id(std::string_view text);

}  // namespace benchfolio::cli
