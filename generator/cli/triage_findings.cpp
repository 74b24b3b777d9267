#include <fmt/format.h>

#include "analysis/apply_triage.hpp"
#include "cli/findings.hpp"

namespace benchfolio::cli {
namespace {

constexpr auto unused_hint = "a mistake, or no longer needed";

Finding finding(std::string code, std::string what, const std::string& place, std::string hint) {
    return {FindingKind::problem, std::move(code), std::move(what), place, std::move(hint)};
}

}  // namespace

std::vector<Finding> triage_findings(const model::History& history, const analysis::Report& report,
                                     const config::Config& config) {
    const analysis::Triage& triage = config.analysis.triage;
    const analysis::TriageUse use = analysis::use_of(history, triage, report.change_groups, report.changes);
    std::vector<Finding> all;
    for (std::size_t i = 0; i < triage.reviews.size(); ++i) {
        const analysis::Review& review = triage.reviews[i].review;
        if (use.reviews[i] == 0)
            all.push_back(finding("triage", "the review matches no change", review.place, unused_hint));
        else if (review.until && *review.until <= config.analysis.now)
            all.push_back(finding(
                "expired",
                fmt::format("the review expired on {}: its changes count again", model::iso_date(*review.until)),
                review.place, "decide anew: another `until`, or remove it"));
    }
    for (std::size_t i = 0; i < triage.outliers.size(); ++i)
        if (use.outliers[i] == 0)
            all.push_back(finding("triage", "the outlier matches no result", triage.outliers[i].place, unused_hint));
    return all;
}

}  // namespace benchfolio::cli
