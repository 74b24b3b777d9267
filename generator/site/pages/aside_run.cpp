#include <algorithm>

#include "site/pages/aside.hpp"
#include "site/pages/run_facts.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr std::size_t most_results = 1000;  // so that the page stays small

template <typename Thing, typename Key>
bool has(const std::vector<Thing>& all, const std::string& name, Key Thing::*key) {
    return std::ranges::count(all, name, key) > 0;
}

bool has_benchmark(const model::History& trends, const std::string& name) {
    const auto found = std::ranges::lower_bound(trends.benchmarks, name, {}, &model::Benchmark::name);
    return found != trends.benchmarks.end() && found->name == name;
}

html::Values result_values(const Page& page, const Page& own, const Row& at) {
    const model::Series& series = own.history().series[at.series];
    const model::Measure& measure = own.history().measures[series.measure];
    html::Values values;
    set_benchmark(values, own, series.benchmark);
    const bool linked = has_benchmark(page.history(), own.history().benchmarks[series.benchmark].name);
    values.show("LINKED", linked).show("PLAIN", !linked);
    values.set("MEASURE", goes_without_saying(measure) ? "" : heading_of(measure));
    values.set("ESTIMATE", estimate_text(own.content(), at.row, measure));
    const std::uint32_t n = own.history().columns.n[at.row];
    return std::move(values.set("N", n == 0 ? "—" : number(n)));
}

void set_results(html::Values& values, const Page& page, const Page& own, std::uint32_t run) {
    const std::vector<Row>& rows = own.lookup().rows[run - own.lookup().first_recent_run];
    values.declare("RESULT").declare("RESULTS_MORE");
    const std::size_t shown = std::min(rows.size(), most_results);
    for (std::size_t i = 0; i < shown; ++i) values.add("RESULT", result_values(page, own, rows[i]));
    if (shown < rows.size()) values.add("RESULTS_MORE", with("COUNT", number(rows.size() - shown)));
}

void set_missing(html::Values& values, const Page& own, std::uint32_t run) {
    const auto omitted = omissions_of(own.content(), run);
    values.show("MISSING", !omitted.empty()).declare("OMITTED");
    for (const model::Omission& omission : omitted)
        values.add("OMITTED", std::move(with("OMITTED_NAME", omission.benchmark).set("REASON", omission.reason)));
}

}  // namespace

html::Values aside_run_page(const Page& page, const Asides& asides, std::uint32_t index) {
    const Site site{asides.own(), asides.own_lookup(), page.site().sink};
    const model::Run& run = asides.archive().aside().runs[index];
    const Page own{site, routes::run(run)};
    const model::Testbed& testbed = own.history().testbeds[run.testbed];
    html::Values values = page.frame(day(run.time) + " on " + testbed.label, routes::asides);
    values.set("DATE", day(run.time)).set("ASIDES_URL", page.to(routes::asides));
    values.set("LINE_URL", page.to(routes::aside(run.purpose))).set("LINE_NAME", title_of(run.purpose));
    values.set("ESTIMATE_HEADING", capitalised(name_of(page.content().analysis_options.estimate)));
    set_cpu(values, own, run.testbed);
    const bool linked = has(page.history().testbeds, testbed.slug, &model::Testbed::slug);
    values.show("CPU_LINKED", linked).show("CPU_PLAIN", !linked);
    set_commit(values, page, run.commit);
    set_run_facts(values, page, run);
    set_missing(values, own, index);
    set_results(values, page, own, index);
    return values;
}

}  // namespace benchfolio::site
