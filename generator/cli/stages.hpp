// The stages that build, check and serve share.
#pragma once

#include <memory>
#include <string>

#include "analysis/memo.hpp"
#include "analysis/report.hpp"
#include "archive/object_store.hpp"
#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "config/config.hpp"
#include "ingest/ingest.hpp"
#include "model/history.hpp"
#include "publish/folder.hpp"

namespace benchfolio::cli {

// Loads the configuration, gives every room its share of the threads and the cache its place, adds the tags of the
// clone that --repo names, and says which file is in use.
config::Config configure(const Source& source, Progress& progress);

// The configuration with what the command line says of the pages.
void apply(const Look& look, config::Config& config);

// When this is, for the age of the newest run and for what expires in triage.toml: as told, else the clock's.
void set_now(const std::optional<model::Time>& now, config::Config& config);

// The store of the archive, which stops when the person does.
std::unique_ptr<archive::ObjectStore> open(const Source& source, const config::Config& config);

// And what its runs were taken for.
ingest::Ingested ingested(const archive::ObjectStore& store, const config::Config& config, Progress& progress);
model::History read(const archive::ObjectStore& store, const config::Config& config, Progress& progress);

// Also counts the commits of each change, where --repo names a clone. With the store of the archive that is all of the
// history, what the analysis before it has found is not computed again (cli/kept_memo.hpp).
analysis::Report analyse(const model::History& history, const config::Config& config, const Source& source,
                         Progress& progress);
analysis::Report analyse(const model::History& history, const archive::ObjectStore& store, const config::Config& config,
                         const Source& source, Progress& progress);

// Renders straight into the new folder; returns how many pages there are. What `made` knows to be in the old folder is
// not made again (site/earlier.hpp).
std::size_t render(const model::History& history, const analysis::Report& report, const config::Config& config,
                   publish::FolderSite& folder, Progress& progress, analysis::Memo* made = nullptr);

publish::Written put_in_place(publish::FolderSite& folder, Progress& progress);

// How many files of the archive are rejected as this kind.
std::size_t count(const model::History& history, model::RejectionKind kind);

// Warns of files of `archive` that nothing is said of elsewhere: broken ones, and, where that is all there is, foreign
// ones.
void warn_of_unused(const model::History& history, const std::string& archive, Progress& progress);

}  // namespace benchfolio::cli
