// Packs what a push sends, small. Used inside this room only.
#pragma once

#include <string>

#include "publish/private_repository.hpp"

namespace benchfolio::publish {

// Of a repository that holds what was fetched and nothing else. A push sends a delta as it stands only where such a
// bitmap says that the remote has the file that the delta is against.
void write_bitmap(const PrivateRepository& repository);

// What the commit holds and the replaced one does not, as deltas against the files of the same path; a push sends them
// as they stand, given the bitmap. `replaced` is what the remote has, without parents.
void pack_deltas(const PrivateRepository& repository, const std::string& commit, const std::string& replaced);

}  // namespace benchfolio::publish
