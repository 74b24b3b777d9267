// The stages that build and check share.
#pragma once

#include <optional>
#include <string>

#include "archive/object_store.hpp"
#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "config/config.hpp"
#include "model/history.hpp"

namespace benchfolio::cli {

// Loads the configuration, gives every room its share of the threads, and says which file is in use.
config::Config configure(const std::optional<std::string>& path, unsigned jobs, Progress& progress);

model::History read(const archive::ObjectStore& store, const config::Config& config, Progress& progress);

// How many files of the archive are rejected as this kind.
std::size_t count(const model::History& history, model::RejectionKind kind);

}  // namespace benchfolio::cli
