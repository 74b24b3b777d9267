#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cli/findings.hpp"
#include "model/glob.hpp"

namespace benchfolio::cli {
namespace {

using model::History;

Finding unused(const config::Config& config, const char* key, const std::string& pattern, const char* what) {
    return {FindingKind::problem, "pattern", fmt::format("`{}`: {} matches `{}`", key, what, pattern), config.source,
            "a spelling mistake, or no longer needed"};
}

bool any_branch(const History& history, const std::string& pattern) {
    if (!history.aside) return false;
    return std::ranges::any_of(history.aside->runs, [&](const model::Run& run) {
        return run.purpose.kind == model::Kind::branch && model::glob_matches(pattern, run.purpose.ref);
    });
}

bool any_trend(const ingest::KindsFound& kinds, const std::string& pattern) {
    return std::ranges::any_of(kinds.trend_branches,
                               [&](const std::string& branch) { return model::glob_matches(pattern, branch); });
}

// All of a published site's runs are of the kind that it says.
bool is_of_site(const ingest::KindsFound& kinds) {
    return std::ranges::any_of(kinds.counts,
                               [](const ingest::KindCount& each) { return each.because == ingest::Because::site; });
}

bool is_any_configured(const ingest::KindsFound& kinds) {
    return std::ranges::any_of(
        kinds.counts, [](const ingest::KindCount& each) { return each.because == ingest::Because::configured; });
}

}  // namespace

std::vector<Finding> doubtful_kinds(const History& history, const ingest::KindsFound& kinds,
                                    const config::Config& config) {
    std::vector<Finding> all;
    for (const auto& [word, file] : kinds.unknown_kinds)
        all.push_back({FindingKind::problem, "kind",
                       fmt::format("`{}` is no kind of result, so it is in no trend", word), file,
                       "known are nightly, tag, manual, branch and pull-request"});
    const bool is_empty = history.runs.empty() && !history.aside;
    if (is_empty || is_of_site(kinds)) return all;
    if (const std::string& place = config.ingest.kind_from; !place.empty() && !is_any_configured(kinds))
        all.push_back(unused(config, "kinds.from", place, "no run"));
    for (const std::string& pattern : config.ingest.trend_branches)
        if (!any_trend(kinds, pattern) && history.aside)
            all.push_back(unused(config, "kinds.trend_branches", pattern, "no branch"));
    for (const std::string& pattern : config.site.archived_branches)
        if (!any_branch(history, pattern)) all.push_back(unused(config, "kinds.archived", pattern, "no branch"));
    return all;
}

}  // namespace benchfolio::cli
