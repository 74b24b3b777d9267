// What an upload says its results were made for, as the folders that say it again whenever the archive is read.
#pragma once

#include <string>

namespace benchfolio::cli {

// As typed; empty: not said.
struct UploadPurpose {
    std::string kind;   // "nightly", "tag", "manual", "branch", "pull-request"
    std::string ref;    // the tag, the branch, the number of the pull request, what was asked for by hand
    std::string owner;  // of the fork
    std::string start;  // the commit where the branch began
};

// "kind=manual/owner=alice/ref=faster-gc", or nothing where nothing is said (ingest/partitions.hpp). Throws
// model::Error (usage) for an unknown kind, or where what is said does not belong together.
std::string folders_of(const UploadPurpose& purpose);

}  // namespace benchfolio::cli
