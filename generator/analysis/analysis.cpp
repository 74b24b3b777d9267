#include "analysis/analysis.hpp"

#include <algorithm>
#include <iterator>

#include "analysis/absences.hpp"
#include "analysis/aggregate.hpp"
#include "analysis/apply_triage.hpp"
#include "analysis/change_groups.hpp"
#include "analysis/change_list.hpp"
#include "analysis/context.hpp"
#include "analysis/detection.hpp"
#include "analysis/differences.hpp"
#include "analysis/estimate.hpp"
#include "analysis/groups.hpp"
#include "analysis/releases.hpp"
#include "analysis/scaling.hpp"
#include "analysis/series.hpp"
#include "analysis/testbeds.hpp"
#include "system/parallel.hpp"

namespace benchfolio::analysis {
namespace {

// What levels, noise and verdicts are made of: results that people marked as wrong are as good as missing, and so are
// those of runs that are in no trend, where a comparison laid some beside the trends.
std::vector<double> trusted_estimates(const model::History& history, const Report& report) {
    std::vector<double> values = report.estimate;
    for (std::size_t row = 0; row < report.outlier.size(); ++row)
        if (report.outlier[row] != 0) values[row] = model::absent;
    const auto is_aside = [](const model::Run& run) { return run.purpose.kind != model::Kind::nightly; };
    if (std::ranges::none_of(history.runs, is_aside)) return values;
    for (std::size_t row = 0; row < values.size(); ++row)
        if (is_aside(history.runs[history.columns.run[row]])) values[row] = model::absent;
    return values;
}

// Fills in the series and their changes, in order of the series.
void analyse_all_series(const Context& context, Report& report) {
    const auto detections = detect(context);
    const SeriesAnalyser analyse{context};
    std::vector<std::vector<Change>> changes(context.history.series.size());
    report.series.resize(changes.size());
    system::parallel_for(context.options.jobs, changes.size(), [&](unsigned, std::size_t i) {
        const auto index = static_cast<std::uint32_t>(i);
        auto analysis = analyse(index, of_series(detections, index));
        report.series[i] = std::move(analysis.report);
        changes[i] = std::move(analysis.changes);
    });
    for (auto& of_one : changes) std::ranges::move(of_one, std::back_inserter(report.changes));
}

}  // namespace

Report analyse(const model::History& history, const Options& options, Memo* memo, Memo* states) {
    Report report;
    auto [values, sources] = estimates(history.columns, options.estimate);
    report.estimate = std::move(values);
    report.estimate_source = std::move(sources);
    report.outlier = outliers(history, options.triage.outliers);
    const std::vector<double> trusted = trusted_estimates(history, report);
    const Context context{history, options, trusted, memo, states};
    analyse_all_series(context, report);
    compare_testbeds(context, report.series, report.changes);
    add_suspects(history, report.changes);
    report.change_groups = group_changes(history, report.changes);
    apply_reviews(history, options.triage, options.now, report.change_groups, report.changes);
    report.testbeds = testbed_reports(context, report.series);
    report.aggregates = aggregates(context);
    report.absences = absences(history);
    report.groups = groups(history, options.parameters);
    report.scalings = scalings(context);
    report.releases = releases({history, options, report.estimate, memo}, report);
    report.continuity = continuity(context, report.series);
    return report;
}

}  // namespace benchfolio::analysis
