// What a word on the command line names: runs of the history.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/options.hpp"
#include "cli/clone.hpp"
#include "model/history.hpp"

namespace benchfolio::cli {

// A tag, commit or run is what it is. Of a branch and of `latest` it depends on the CPU and on the other side which
// run is meant.
enum class NameKind { files, run, commit, tag, branch, latest };

struct NamedRuns {
    std::string name;  // as it was typed
    NameKind kind = NameKind::run;
    std::string what;                   // "tag v5.1 (1ede0b8)", "branch main", "run 20261120T021400Z-1a2b3c4d"
    std::vector<std::uint32_t> runs;    // all of them, on every CPU, by time
    std::optional<std::string> commit;  // of a tag, a commit, a branch that the clone knows: the full id if possible
};

// `latest`; a run's id or the beginning of one; a commit or the beginning of its id; a tag or branch of the clone; a
// branch that runs record; what runs were made for: a tag, a branch, "pull/17", "alice/faster-gc" asked for by hand.
// Throws model::Error (usage) where it is none of these, was not measured, or is several.
NamedRuns named_runs(const std::string& name, const model::History& history, const std::vector<analysis::Tag>& tags,
                     const Clone* clone);

// Those that measured a commit; either id may be abbreviated.
std::vector<std::uint32_t> runs_of_commit(const model::History& history, const std::string& commit);

}  // namespace benchfolio::cli
