#include "analysis/analysis.hpp"

#include "analysis/absences.hpp"
#include "analysis/aggregate.hpp"
#include "analysis/apply_triage.hpp"
#include "analysis/change_groups.hpp"
#include "analysis/change_list.hpp"
#include "analysis/context.hpp"
#include "analysis/differences.hpp"
#include "analysis/estimate.hpp"
#include "analysis/groups.hpp"
#include "analysis/scaling.hpp"
#include "analysis/series.hpp"
#include "analysis/testbeds.hpp"
#include "system/parallel.hpp"

namespace benchfolio::analysis {
namespace {

// What levels, noise and verdicts are made of: results that people marked as wrong are as good as missing.
std::vector<double> trusted_estimates(const Report& report) {
    std::vector<double> values = report.estimate;
    for (std::size_t row = 0; row < report.outlier.size(); ++row)
        if (report.outlier[row] != 0) values[row] = model::absent;
    return values;
}

}  // namespace

Report analyse(const model::History& history, const Options& options) {
    Report report;
    auto [values, sources] = estimates(history.columns, options.estimate);
    report.estimate = std::move(values);
    report.estimate_source = std::move(sources);
    report.outlier = outliers(history, options.triage.outliers);
    const std::vector<double> trusted = trusted_estimates(report);
    const Context context{history, options, trusted};
    report.series.resize(history.series.size());
    system::parallel_for(options.jobs, history.series.size(), [&](unsigned, std::size_t i) {
        report.series[i] = series_report(context, static_cast<std::uint32_t>(i));
    });
    report.changes = changes(context, report.series);
    add_suspects(history, report.changes);
    report.change_groups = group_changes(history, report.changes);
    apply_reviews(history, options.triage, options.now, report.change_groups, report.changes);
    report.testbeds = testbed_reports(context, report.series);
    report.aggregates = aggregates(context);
    report.absences = absences(history);
    report.groups = groups(history, options.parameters);
    report.scalings = scalings(context);
    return report;
}

}  // namespace benchfolio::analysis
