#include "analysis/analysis.hpp"

#include "analysis/absences.hpp"
#include "analysis/aggregate.hpp"
#include "analysis/context.hpp"
#include "analysis/estimate.hpp"
#include "analysis/groups.hpp"
#include "analysis/scaling.hpp"
#include "analysis/series.hpp"
#include "analysis/testbeds.hpp"
#include "system/parallel.hpp"

namespace benchfolio::analysis {

Report analyse(const model::History& history, const Options& options) {
    Report report;
    auto [values, sources] = estimates(history.columns, options.estimate);
    report.estimate = std::move(values);
    report.estimate_source = std::move(sources);
    const Context context{history, options, report.estimate};
    report.series.resize(history.series.size());
    system::parallel_for(options.jobs, history.series.size(), [&](unsigned, std::size_t i) {
        report.series[i] = series_report(context, static_cast<std::uint32_t>(i));
    });
    report.testbeds = testbed_reports(context, report.series);
    report.aggregates = aggregates(context);
    report.absences = absences(history);
    report.groups = groups(history, options.parameters);
    report.scalings = scalings(context);
    return report;
}

}  // namespace benchfolio::analysis
