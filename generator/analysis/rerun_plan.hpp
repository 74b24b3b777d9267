// What has to be measured again after a release of the benchmark suite, since its results are comparable with no older
// ones: every tag, the nights of the last weeks, and what was asked for by hand.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/options.hpp"
#include "model/history.hpp"

namespace benchfolio::analysis {

// A version of the suite that runs recorded.
struct SuiteVersion {
    std::string name;
    model::Time first{};    // its first run in the trends; where there is none, its first run
    std::string first_run;  // the id of that run
    bool in_trends = false;
    std::uint32_t runs = 0;  // of whatever kind
};

// By first run, those in no trend before the others: the last one is the newest. A machine that still uses an older
// version makes that none newer, nor does a tag that is measured with one once more.
std::vector<SuiteVersion> suite_versions(const model::History& history);

// What an older result was for, which the new suite makes of no use.
struct InvalidResult {
    model::Purpose purpose;
    std::string run;  // the id of the newest such run
    model::Time time{};
    std::string suite;
    bool operator==(const InvalidResult&) const = default;
};

// One commit on one testbed that was measured with older versions of the suite alone. One new result serves all that
// the old ones were for.
struct Rerun {
    std::string commit;               // as fully as recorded; empty where a tag's or manual result does not say it
    std::optional<std::string> fork;  // whose repository the commit is of, if recorded
    std::string testbed, label;       // its slug and its name
    std::string host;                 // the machine of the newest old result; empty where not recorded
    std::vector<InvalidResult> of;    // not empty: of tags, of nights, by hand
};

// Why a run with an older suite is not to be measured again.
enum class NotRerun {
    no_suite,   // it records no version of the suite
    no_commit,  // nobody knows what it measured
    dirty,      // it measured changes that are in no commit
    hidden,     // its testbed is hidden by configuration
    retired     // its testbed has not run in the last 90 nights
};

struct RerunPlan {
    std::string suite;            // with which to measure
    model::Time from{}, until{};  // the nights looked at; until: the newest run in the trends
    // Of tags, the newest first; of nights, the oldest first; by hand, the newest first. Then by testbed.
    std::vector<Rerun> reruns;
    std::uint32_t done = 0;  // commits on a testbed that would be above, but have a result with that suite
    std::map<NotRerun, std::uint32_t> left_out;  // runs
    std::uint32_t tags_unmeasured = 0;           // of the clone, whose commits no run measured
};

inline constexpr std::chrono::days usual_rerun_nights{14};

// `suite`: need not have any run yet. Also looked at: the tags of the clone (options.tags), where runs of their commits
// are in the archive, whatever those were made for.
RerunPlan rerun_plan(const model::History& history, const Options& options, const std::string& suite,
                     model::Time::duration nights = usual_rerun_nights);

}  // namespace benchfolio::analysis
