// What people decided about changes and results, kept in a file beside the code: triage.toml.
//
// Nothing is silenced without being counted: a reviewed change stays on its page and in the data, an outlier stays a
// dot on its plot; both say by whom and why.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/time.hpp"

namespace benchfolio::analysis {

enum class ReviewKind {
    acknowledged,  // seen, being worked on
    explained,     // seen, and as intended
    ignored        // not a matter of this project; with a reason and an end
};

std::string_view name_of(ReviewKind kind);  // "acknowledged", as in triage.toml

struct Review {
    ReviewKind kind = ReviewKind::acknowledged;
    std::string reason;
    std::string issue;                 // the address of an issue; empty: none
    std::optional<model::Time> until;  // ignored: when it counts again
    std::string place;                 // "triage.toml:12"
    bool expired = false;  // the time of the build is past `until`: it no longer takes a change off the list
};

// Which changes a review is of: all that are given must match.
struct ReviewRule {
    std::vector<std::string> changes;     // ids of changes or of groups
    std::vector<std::string> benchmarks;  // patterns
    std::vector<std::string> testbeds;    // patterns, looked for in the label, slug or raw brand
    std::optional<std::string> commit;    // a prefix: a run of it, on any testbed, lies in the change's range
    Review review;
};

// Results that are known to be wrong: shown, and in no level, noise or verdict.
struct OutlierRule {
    std::string run;                      // the id of a run, or its beginning
    std::vector<std::string> benchmarks;  // patterns; empty: all
    std::string reason;
    std::string place;
};

struct Triage {
    std::string source;  // the file; empty: there is none
    std::vector<ReviewRule> reviews;
    std::vector<OutlierRule> outliers;
};

}  // namespace benchfolio::analysis
