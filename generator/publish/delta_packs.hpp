// Stores what a push sends as deltas against what the remote has: each file against the one whose place it takes. That
// one is known, so nothing has to be searched for, as git would. Used inside this room only.
#pragma once

#include <span>
#include <string>

#include "publish/branch_files.hpp"
#include "publish/complete_site.hpp"
#include "publish/private_repository.hpp"

namespace benchfolio::publish {

// Of a repository that holds what was fetched and nothing else. A push sends a delta as it stands only where such a
// bitmap says that the remote has the file that the delta is against.
void write_bitmap(const PrivateRepository& repository);

// A file of the site, and what is on the branch in its place or is like it; both by the names of their objects.
struct Successor {
    std::string path, object, base;
};

// Throws model::Error (storage) where a file of the site is not what its name says.
void store_as_deltas(const PrivateRepository& repository, const CompleteSite& site,
                     std::span<const Successor> successors);

// What is stored already, against what it replaces.
void store_as_deltas(const PrivateRepository& repository, std::span<const Replaced> replaced);

}  // namespace benchfolio::publish
