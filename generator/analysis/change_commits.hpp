// The commits that a change lies between: what was measured of each, and which may have made it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/bisection.hpp"
#include "analysis/options.hpp"
#include "analysis/report.hpp"
#include "model/history.hpp"

namespace benchfolio::analysis {

// The runs about a change, as all testbeds that confirm it see them.
struct ChangeRange {
    // Changes of that benchmark, measure and direction in the same event, each on a testbed of its own, the one asked
    // for first; only such as leave a range in common.
    std::vector<std::uint32_t> seen_by;
    std::uint32_t last_run_before = 0, first_run_after = 0;  // the newest and the oldest of theirs
};

ChangeRange range_of(const model::History& history, const Report& report, std::uint32_t change);

struct KnownCommit {
    std::string id, author, subject;  // author and subject: only of a clone
    std::optional<model::Time> time;
    std::vector<std::uint32_t> parents;  // indices into the same list, where they come later
};

// What a run measured of the benchmark at a commit, with the suite that the change was seen with.
struct CommitResult {
    std::uint32_t run = 0;
    bool aside = false;        // `run` is an index into History::aside
    std::uint32_t change = 0;  // of seen_by: whose testbed it is, with whose levels it is held against
    double value = 0;
    Level level = Level::unclear;  // of the two runs about a change: by definition
};

struct ChangeCommits {
    ChangeRange range;
    bool same_commit = false;  // both runs measured one commit: no commit made it
    std::vector<KnownCommit>
        commits;  // each before its parents: from the first bad one to the first after the good one
    std::vector<std::vector<CommitResult>> results;  // by commit; trends before others, each by time
    std::vector<Level> levels;                       // by commit: what more than half of its results say
    Bisection bisection;
    std::uint32_t measure_on = 0;       // the change of seen_by on whose testbed to measure: one that still runs
    std::optional<std::uint32_t> runs;  // of each commit, to tell its level there (runs_to_tell)
};

// `commits`: as a clone has them between the two runs of `range`; nothing: those that runs of the trends measured
// between them, one after the other by their own time if recorded, else by the run's.
ChangeCommits change_commits(const model::History& history, const Options& options, const Report& report,
                             ChangeRange range, std::optional<std::vector<KnownCommit>> commits);

}  // namespace benchfolio::analysis
