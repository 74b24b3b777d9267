#include "site/pages/benchmark_list.hpp"

#include "site/pages/recent_changes.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

std::string sparkline_path(const Page& page, std::uint32_t benchmark) {
    return routes::plot("spark", page.history().benchmarks[benchmark].slug);
}

// Said only where it is not the CPU that the list's heading names.
void set_other_cpu(html::Values& row, const Page& page, std::uint32_t testbed) {
    row.declare("OTHER_CPU");
    if (testbed == page.lookup().reference_testbed) return;
    html::Values cpu;
    set_cpu(cpu, page, testbed);
    row.add("OTHER_CPU", std::move(cpu));
}

void set_since(html::Values& row, const Page& page, const analysis::LatestChange& change) {
    row.declare("SINCE");
    if (!change.run) return;
    row.add("SINCE", with("DATE", day(page.history().runs[*change.run].time)));
}

html::Values group_heading(const Page& page, const analysis::Group& group) {
    html::Values heading;
    heading.set("GROUP", group.name).set("GROUP_URL", page.to(routes::group(group.name)));
    heading.set("GROUP_SIZE", counted(group.benchmarks.size(), "benchmark"));
    return heading;
}

html::Values group_with_rows(const Page& page, const analysis::Group& group) {
    html::Values section = group_heading(page, group);
    section.declare("ROW");
    for (const std::uint32_t benchmark : group.benchmarks) {
        if (auto row = benchmark_row(page, benchmark)) section.add("ROW", std::move(*row));
    }
    return section;
}

html::Values group_as_row(const Page& page, const analysis::Group& group) {
    const Standing standing = standing_of(page, group.benchmarks);
    html::Values row = group_heading(page, group);
    row.set("SLOWER", number(standing.slower)).set("FASTER", number(standing.faster));
    row.set("STEADY", number(standing.steady)).set("CANNOT_TELL", number(standing.cannot_tell));
    return row;
}

}  // namespace

std::optional<html::Values> benchmark_row(const Page& page, std::uint32_t benchmark) {
    const std::optional<std::uint32_t> leading = leading_series(page.content(), page.lookup(), benchmark);
    if (!leading) return std::nullopt;
    const model::Series& series = page.history().series[*leading];
    const model::Measure& measure = page.history().measures[series.measure];
    const analysis::LatestChange& change = page.report().series[*leading].latest;
    html::Values row;
    set_benchmark(row, page, benchmark);
    row.set("NOW", estimate_text(page.content(), series.last - 1, measure));
    row.set("SPARK_URL", page.to(sparkline_path(page, benchmark)));
    set_verdict(row, change, measure);
    set_since(row, page, change);
    set_other_cpu(row, page, series.testbed);
    return row;
}

void render_sparkline(const Page& page, std::uint32_t benchmark) {
    const std::optional<std::uint32_t> leading = leading_series(page.content(), page.lookup(), benchmark);
    if (!leading) return;
    page.site().sink(sparkline_path(page, benchmark), sparkline(page.content(), *leading).standalone);
}

void set_benchmark_list(html::Values& values, const Page& page, bool each) {
    values.declare("LIST").declare("GROUPS");
    if (page.report().groups.empty()) return;
    html::Values list;
    list.set("ALL", counted(page.history().benchmarks.size(), "benchmark")).declare("REFERENCE");
    if (page.lookup().reference_testbed) {
        html::Values cpu;
        set_cpu(cpu, page, *page.lookup().reference_testbed);
        list.add("REFERENCE", std::move(cpu));
    }
    list.set("ESTIMATE", std::string{name_of(page.content().analysis_options.estimate)});
    for (const analysis::Group& group : page.report().groups) {
        list.add("GROUP", each ? group_with_rows(page, group) : group_as_row(page, group));
    }
    values.add(each ? "LIST" : "GROUPS", std::move(list));
}

}  // namespace benchfolio::site
