#include "site/pages/benchmark_list.hpp"
#include "analysis/standing.hpp"

#include <algorithm>

#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr std::size_t most_retired = 300;  // listed; the others are on their groups' pages

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

// Instead of a verdict: what is no longer measured has none.
void set_last_run(html::Values& row, const Page& page, std::uint32_t benchmark) {
    const auto [first, last] = series_range(page.content(), benchmark);
    std::uint32_t newest = 0;
    for (std::uint32_t i = first; i < last; ++i) {
        newest = std::max(newest, page.history().columns.run[page.history().series[i].last - 1]);
    }
    row.declare("LAST_RAN").show("LIVING", !analysis::is_retired(page.history(), page.report(), benchmark));
    if (!analysis::is_retired(page.history(), page.report(), benchmark)) return;
    row.add("LAST_RAN", with("LAST_DATE", day(page.history().runs[newest].time)));
}

void set_retired(html::Values& list, const Page& page) {
    std::size_t count = 0;
    html::Values section;
    for (std::uint32_t i = 0; i < page.history().benchmarks.size(); ++i) {
        if (!analysis::is_retired(page.history(), page.report(), i)) continue;
        if (++count > most_retired) continue;
        html::Values item;
        set_benchmark(item, page, i);
        section.add("RETIRED_ONE", std::move(item));
    }
    list.declare("RETIRED");
    if (count == 0) return;
    section.set("COUNT", counted(count, "benchmark")).declare("RETIRED_MORE");
    if (count > most_retired) section.add("RETIRED_MORE", with("MORE", number(count - most_retired)));
    list.add("RETIRED", std::move(section));
}

void set_since(html::Values& row, const Page& page, const analysis::LatestChange& change) {
    row.declare("SINCE");
    if (!change.run) return;
    row.add("SINCE", with("DATE", day(page.history().runs[*change.run].time)));
}

std::size_t living_in(const Page& page, const analysis::Group& group) {
    const auto& all = group.benchmarks;
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](std::uint32_t benchmark) {
        return !analysis::is_retired(page.history(), page.report(), benchmark);
    }));
}

html::Values group_heading(const Page& page, const analysis::Group& group) {
    html::Values heading;
    heading.set("GROUP", group.name).set("GROUP_URL", page.to(routes::group(group.name)));
    heading.set("GROUP_SIZE", counted(living_in(page, group), "benchmark"));
    return heading;
}

html::Values group_with_rows(const Page& page, const analysis::Group& group) {
    html::Values section = group_heading(page, group);
    section.declare("ROW");
    for (const std::uint32_t benchmark : group.benchmarks) {
        if (analysis::is_retired(page.history(), page.report(), benchmark)) continue;
        if (auto row = benchmark_row(page, benchmark)) section.add("ROW", std::move(*row));
    }
    return section;
}

html::Values group_as_row(const Page& page, const analysis::Group& group) {
    const analysis::Standing standing = analysis::standing_of(page.history(), page.report(), group.benchmarks);
    html::Values row = group_heading(page, group);
    row.set("SLOWER", number(standing.slower)).set("FASTER", number(standing.faster));
    row.set("STEADY", number(standing.steady)).set("CANNOT_TELL", number(standing.cannot_tell));
    row.set("LIVING", number(standing.living())).set("RETIRED_COUNT", number(standing.retired));
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
    set_last_run(row, page, benchmark);
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
    list.set("ALL", counted(analysis::standing_of_all(page.history(), page.report()).living(), "benchmark"))
        .declare("REFERENCE");
    if (page.lookup().reference_testbed) {
        html::Values cpu;
        set_cpu(cpu, page, *page.lookup().reference_testbed);
        list.add("REFERENCE", std::move(cpu));
    }
    set_retired(list, page);
    list.set("ESTIMATE", std::string{name_of(page.content().analysis_options.estimate)});
    list.declare("GROUP");
    for (const analysis::Group& group : page.report().groups) {
        if (each && living_in(page, group) == 0) continue;
        list.add("GROUP", each ? group_with_rows(page, group) : group_as_row(page, group));
    }
    values.add(each ? html::Name{"LIST"} : html::Name{"GROUPS"}, std::move(list));
}

}  // namespace benchfolio::site
