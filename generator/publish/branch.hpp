// A complete site -> one commit without parents on the pages branch of a remote repository, by the git program.
//
// Everything happens in a private bare repository in a temporary folder, to which only the settings needed to reach the
// remote are carried over (among them `http.*.extraheader`, which is how a checkout in GitHub Actions is authorised):
// the user's work tree, index, branches, remote-tracking refs and shallow file are never touched.
//
// The branch's tip is fetched first, and what is new is packed as deltas against its files. Without that, git would
// look for deltas of a commit without parents nowhere, and send the whole site each time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/time.hpp"

namespace benchfolio::publish {

struct BranchOptions {
    std::string site;               // a folder that FolderSite wrote, complete by its manifest
    std::string repository = ".";   // a checkout whose settings and remotes are used, if it is one
    std::string remote = "origin";  // a remote of that checkout, or a URL or path
    std::string branch = "gh-pages";
    std::string path;                   // the site's folder on the branch; empty: its root
    std::string message;                // of the commit; empty: which site this is
    std::optional<std::string> author;  // "Name <mail>"; nothing: git's own setting, else benchfolio
    std::optional<model::Time> date;    // nothing: now
    double largest_loss = 0.5;  // the share of the branch's benchmarks that a site may lack before it is refused
    bool adopt = false;         // other people's files in the places of ours are replaced, and other people's branches
    bool dry_run = false;       // everything but the push
};

enum class ChangeKind { added, changed, removed };

// What happens to a file on the branch.
struct Change {
    ChangeKind kind = ChangeKind::added;
    std::string path;      // from the branch's root
    bool adopted = false;  // it was other people's
};

struct Published {
    std::string commit;              // empty where the branch held just this site already
    std::string url;                 // of the remote, without its secrets
    std::size_t files = 0;           // of the site
    std::vector<Change> changes;     // sorted by path
    std::size_t kept = 0;            // other people's files on the branch
    std::uint64_t pushed_bytes = 0;  // that went over the wire, as git counts (to 1 % of a KiB); 0 in a dry run
    std::vector<std::string> notes;  // what a person should know besides
};

// Who follows the work, and may end it; each may be empty.
struct Observer {
    std::function<void(const std::string& phase)> begin;  // "fetching"
    std::function<void(const std::string& summary)> end;  // "gh-pages is at 0a1b2c3d, 412 files"
    std::function<bool()> cancelled;
};

// Throws model::Error: (usage) for an empty, partial or shrunken site, a branch that is no pages branch, files of other
// people in the way; (storage) when git or the remote refuses, or another push came first twice. No message holds a
// secret.
Published publish_branch(const BranchOptions& options, const Observer& observer = {});

}  // namespace benchfolio::publish
