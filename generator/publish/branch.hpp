// A complete site -> one commit without parents on the pages branch of a remote repository, by the git program.
//
// Everything happens in a private bare repository in a temporary folder, to which only the settings needed to reach the
// remote are carried over (among them `http.*.extraheader`, which is how a checkout in GitHub Actions is authorised):
// the user's work tree, index, branches, remote-tracking refs and shallow file are never touched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace benchfolio::publish {

struct BranchOptions {
    std::string site;               // a folder that FolderSite wrote, complete by its manifest
    std::string repository = ".";   // a checkout whose settings and remotes are used, if it is one
    std::string remote = "origin";  // a remote of that checkout, or a URL or path
    std::string branch = "gh-pages";
    std::string path;                   // the site's folder on the branch; empty: its root
    std::string message;                // of the commit; empty: which site this is
    std::optional<std::string> author;  // "Name <mail>"; nothing: git's own setting, else benchfolio
    std::optional<std::string> date;    // RFC 3339; nothing: now
    double largest_loss = 0.5;  // the share of the branch's benchmarks that a site may lack before it is refused
    bool adopt = false;         // other people's files in the places of ours are replaced
    bool dry_run = false;       // everything but the push
};

struct Published {
    std::string commit;                                          // empty where the branch held just this site already
    std::size_t files = 0, added = 0, changed = 0, removed = 0;  // of ours
    std::size_t kept = 0;                                        // other people's
    std::uint64_t pushed_bytes = 0;    // that went over the wire, as git counts; 0 in a dry run
    std::vector<std::string> adopted;  // paths on the branch that were other people's
    std::string url;                   // of the remote, without its secrets
};

// Throws model::Error: (usage) for an empty, partial or shrunken site, a branch that is no pages branch, files of other
// people in the way; (storage) when git or the remote refuses, or another push came first twice. No message holds a
// secret.
Published publish_branch(const BranchOptions& options);

}  // namespace benchfolio::publish
