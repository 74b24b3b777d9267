// What is not published, and not published over: each throws model::Error (usage) before anything is pushed. Used
// inside this room only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "publish/branch_files.hpp"
#include "publish/complete_site.hpp"
#include "publish/git.hpp"
#include "publish/remote.hpp"
#include "publish/transfer.hpp"

namespace benchfolio::publish {

// The folder on the branch that was asked for, without ornaments: "bench/" and "./bench" are "bench".
std::string folder_of(std::string_view path);

void require_branch_name(const Git& git, const std::string& branch);
void require_not_checked_out(const Remote& remote, const std::string& branch);

// The branch's history will go, so it must be a branch that is made anew each time.
void require_pages_branch(const BranchOptions& options, const BranchState& state, const Advertisement& remote,
                          const std::string& url);

// A benchmark is lost when the page it had on the branch is not in the site.
void require_benchmarks(const SiteIndex& before, const SiteIndex& now, const BranchOptions& options);

void require_none_adopted(const std::vector<Change>& changes, const std::string& branch);

// GitHub takes no file over 100 MiB, and would say so only after all is sent.
void require_sizes(const CompleteSite& site, const std::string& url);

// Sizes that some hosts do not like.
std::vector<std::string> notes_on_size(const CompleteSite& site);

}  // namespace benchfolio::publish
