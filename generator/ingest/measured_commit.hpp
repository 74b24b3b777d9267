// The commit of the measured project where the file's own commit is that of another repository, the suite's.
#pragma once

#include <optional>
#include <string_view>

#include "model/run.hpp"

namespace benchfolio::ingest {

// From a hash, or from a version with a local part as setuptools-scm and versioneer write it: "5.0.0.dev0+1ede0b8",
// "1.2.dev3+g1ede0b8.d20220911" (dirty). A released version names no commit, so it yields nothing.
std::optional<model::Commit> commit_of_version(std::string_view version);

}  // namespace benchfolio::ingest
