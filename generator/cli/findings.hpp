// What `check` has to say about an archive and its configuration, beyond counting.
#pragma once

#include <string>
#include <vector>

#include "analysis/report.hpp"
#include "archive/object_store.hpp"
#include "config/config.hpp"
#include "ingest/purpose.hpp"
#include "model/history.hpp"

namespace benchfolio::cli {

enum class FindingKind {
    problem,    // check exits 1: something is broken, or a pattern of the configuration matches nothing
    suggestion  // the archive may hold more than the configuration tells apart
};

struct Finding {
    FindingKind kind = FindingKind::problem;
    std::string code;  // "broken", "pattern", "triage", "expired", "folders", "interpreters", "systems" ...
    std::string what, place, hint;  // as of model::Error
    bool operator==(const Finding&) const = default;
};

// Every finding but those of the triage file, the problems first. Linear in the results.
std::vector<Finding> findings(const model::History& history, const config::Config& config);

// One for each broken file.
std::vector<Finding> broken_files(const model::History& history);

// Patterns, paths and names of the configuration that nothing in the archive answers to.
std::vector<Finding> unused_patterns(const model::History& history, const config::Config& config);

// Words for a kind that are none, and configured trend branches that no run is on.
std::vector<Finding> doubtful_kinds(const model::History& history, const ingest::KindsFound& kinds,
                                    const config::Config& config);

// Numbers beside the times, in the newest file of each format, that could be measures, with the lines that make them
// some. Nothing for a published site, which has no such files.
std::vector<Finding> offered_measures(const model::History& history, const archive::ObjectStore& store,
                                      const config::Config& config);

// Rules of the triage file that nothing answers to, and those whose time is over.
std::vector<Finding> triage_findings(const model::History& history, const analysis::Report& report,
                                     const config::Config& config);

// A path pattern where a series has several results of one commit from different folders; a dimension where a series
// goes back and forth between interpreters, operating systems, architectures or compilers.
std::vector<Finding> mixed_series(const model::History& history, const config::Config& config);

}  // namespace benchfolio::cli
