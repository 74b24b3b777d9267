// Result files that the command line names: new results, which need not be in the archive.
#pragma once

#include <string>
#include <vector>

#include "cli/stages.hpp"
#include "ingest/join.hpp"

namespace benchfolio::cli {

// Their bytes; `folder` is where below the archive they would lie (what path_pattern reads), empty: its root. Throws
// model::Error (usage) where there is no such file.
std::vector<ingest::GivenFile> given_files(const std::vector<std::string>& files, const std::string& folder);

// The archive with the files beside it.
ingest::Joined read_with_files(const archive::ObjectStore& store, const std::vector<ingest::GivenFile>& files,
                               const config::Config& config, Progress& progress);

}  // namespace benchfolio::cli
