#include "cli/findings.hpp"

namespace benchfolio::cli {

std::vector<Finding> broken_files(const model::History& history) {
    std::vector<Finding> all;
    for (const model::Rejection& rejection : history.rejections) {
        if (rejection.kind != model::RejectionKind::broken) continue;
        const std::string place = rejection.where.empty() ? rejection.file : rejection.file + ": " + rejection.where;
        all.push_back({FindingKind::problem, "broken", rejection.reason, place, ""});
    }
    return all;
}

std::vector<Finding> findings(const model::History& history, const config::Config& config) {
    std::vector<Finding> all = broken_files(history);
    for (Finding& finding : unused_patterns(history, config)) all.push_back(std::move(finding));
    for (Finding& finding : mixed_series(history, config)) all.push_back(std::move(finding));
    return all;
}

}  // namespace benchfolio::cli
