#include "site/comparisons.hpp"

#include <algorithm>

#include "system/parallel.hpp"

namespace benchfolio::site {

std::vector<ShownComparison> shown_comparisons(const Content& content) {
    const analysis::Context context{content.history, content.analysis_options, content.report.estimate};
    std::vector<analysis::PlannedComparison> planned =
        analysis::planned_comparisons(content.history, content.analysis_options, content.report);
    std::vector<ShownComparison> shown(planned.size());
    system::parallel_for(content.options.jobs, planned.size(), [&](unsigned, std::size_t i) {
        analysis::PlannedComparison& plan = planned[i];
        shown[i] = {std::move(plan.slug), std::move(plan.title),
                    analysis::compare(context, content.report, std::move(plan.before), std::move(plan.after))};
    });
    return shown;
}

const ShownComparison* comparison_about(const Content& content, std::span<const ShownComparison> comparisons,
                                        const analysis::Change& change) {
    const auto found = std::find_if(comparisons.begin(), comparisons.end(), [&](const ShownComparison& shown) {
        return shown.result.testbed_after == content.history.series[change.series].testbed &&
               shown.result.before.runs.back() == change.last_run_before &&
               shown.result.after.runs.front() == change.first_run_after;
    });
    return found == comparisons.end() ? nullptr : &*found;
}

}  // namespace benchfolio::site
