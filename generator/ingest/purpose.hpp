// What a run was made for (model::Purpose). First what is said of each run by itself; then, once all runs of the
// archive are known, what its branch and its fork mean among theirs.
//
// What counts, in this order: the place that the configuration names (`kind_from`); the folders that `upload --kind`
// makes ("kind=manual/"); {kind} of the path pattern; else the recorded fork and ref: a fork that is not the project's
// own makes a manual result, the name of a tag or of a pull request one of these, a branch that is no trend branch a
// branch result. What records no ref is nightly. A word for a kind that nobody knows makes a manual result, so that
// it is joined with nothing.
//
// Where trend branches are not configured, they are elected: main, master and their like, which may follow each other;
// without one of them the branch with most runs. Where the main branch is nearly absent (less than a fifth of the runs
// that record a branch) and no branch has five runs, nobody measures branches for their own sake: they are what was
// checked out when somebody measured, and all that follow each other are the history. Never two that were measured at
// the same time, and none but main where more nightly runs record no branch, unless five of them took over from those.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/options.hpp"
#include "model/run.hpp"

namespace benchfolio::ingest {

// Why a run is of its kind.
enum class Because { configured, folder, path, fork, name_of_ref, other_branch, trend_branch, no_branch, site };

std::string_view name_of(Because because);  // "the folder kind=", for a person

// What one source says: a word for the kind, "nightly" or "workflow_dispatch", and the rest as it is meant.
struct Hints {
    std::optional<std::string> kind, ref, owner;
};

// What is said of one run, before the others are known.
struct Stated {
    std::optional<model::Kind> kind;
    Because because = Because::no_branch;  // of `kind`
    std::string unknown_kind;              // the word for it that is none
    std::string ref, owner;                // said beside the kind; empty: not
    std::string branch, fork;              // what was measured, as recorded; empty: not, or no branch

    // Whether it is in no trend as far as can be told from itself. Only decides which samples are kept early.
    bool seems_aside() const;
};

// The kind that a word means: the names of kinds and of the events by which GitHub's workflows are started.
std::optional<model::Kind> kind_meant(std::string_view word);

// `said`: by configured places, folders and path pattern, in this order. `run` has the commit that was measured.
Stated stated_of(const model::Run& run, const Hints& configured, const Hints& folders, const Hints& path);

struct Decided {
    model::Purpose purpose;
    Because because = Because::no_branch;
};

// What an archive's runs make of one.
class Purposes {
  public:
    struct Candidate {
        const model::Run& run;
        const Stated& stated;
    };
    // `runs` by time.
    Purposes(std::span<const Candidate> runs, const Options& options);

    Decided operator()(const Candidate& of) const;

    // Empty where none is recorded.
    const std::string& own_fork() const { return own_fork_; }
    const std::set<std::string>& trend_branches() const { return trend_branches_; }  // recorded ones

  private:
    const Options& options_;
    std::string own_fork_;
    std::set<std::string> trend_branches_;

    bool is_foreign(const Stated& stated) const;
    bool is_trend(const std::string& branch) const;
    Decided by_ref(const Candidate& of) const;
};

// How many runs of an archive are of a kind for one reason.
struct KindCount {
    model::Kind kind = model::Kind::nightly;
    Because because = Because::no_branch;
    std::size_t runs = 0;
};

// What was decided, for `check`.
struct KindsFound {
    std::vector<KindCount> counts;            // by kind, then reason
    std::vector<std::string> trend_branches;  // recorded ones whose runs are nightly
    std::string own_fork;                     // whose runs are not manual for that; empty where none is recorded
    std::map<std::string, std::string> unknown_kinds;  // a word that is no kind -> the first file with it
};

}  // namespace benchfolio::ingest
