#include "site/inputs.hpp"

#include <algorithm>

#include "chart/time_window.hpp"
#include "site/embedded.hpp"
#include "site/figure_parts.hpp"
#include "site/fingerprint.hpp"
#include "system/parallel.hpp"

namespace benchfolio::site {
namespace {

using analysis::Digest;
using analysis::MemoKey;

// What is left out of the history is of single benchmarks or runs, or counted in the frame of a page. What is in no
// trend has pages of its own; its tags, which plots mark, are in the lookup.
void add_history(Digest& digest, const model::History& of) {
    digest.add_all_but(of, of.runs, of.testbeds, of.benchmarks, of.columns, of.series, of.newest_samples, of.rejections,
                       of.duplicates, of.omissions, of.failures, of.aside);
}

// Factors have pages of their own; the series of a benchmark are added with it.
void add_continuity(Digest& digest, const analysis::Continuity& of) {
    digest.add(of.empty());
    digest.add_all_but(of, of.configurations, of.factors, of.spreads, of.means, of.series, of.without_baseline);
    for (const analysis::MeasuredConfiguration& each : of.configurations) digest.add_all_but(each, each.runs);
}

// Of the report what is of single benchmarks; aggregates, testbeds and releases have pages of their own.
void add_report(Digest& digest, const analysis::Report& of) {
    digest.add_all_but(of, of.estimate, of.estimate_source, of.series, of.changes, of.change_groups, of.outlier,
                       of.testbeds, of.aggregates, of.releases, of.absences, of.groups, of.scalings, of.continuity);
    add_continuity(digest, of.continuity);
}

// The time of the build is in the frame of a page, and in what expires: a review says so itself.
void add_options(Digest& digest, const Content& content) {
    digest.add_all_but(content.options, content.options.jobs, content.options.now);
    digest.add_all_but(content.analysis_options, content.analysis_options.jobs, content.analysis_options.now);
}

MemoKey shared_by_all(const Site& site, std::span<const html::Source> templates) {
    Digest digest;
    digest.add(rendering_fingerprint).add(std::string_view{__VERSION__});
    for (const html::Source& source : templates) digest.add(source.name).add(source.text);
    digest.add(asset("site.css"));  // of which plots have a part
    digest.add(site.lookup.tags);
    add_options(digest, site.content);
    add_history(digest, site.content.history);
    add_report(digest, site.content.report);
    return digest.key("shared");
}

// By run: of all up to it.
std::vector<MemoKey> up_to(std::span<const MemoKey> runs) {
    std::vector<MemoKey> keys;
    keys.reserve(runs.size());
    MemoKey before;
    for (const MemoKey& run : runs) keys.push_back(before = Digest{}.add(before).add(run).key("runs"));
    return keys;
}

std::vector<std::vector<std::uint32_t>> by_benchmark(const Content& content) {
    std::vector<std::vector<std::uint32_t>> runs(content.history.benchmarks.size());
    for (const analysis::Absence& absence : content.report.absences) runs[absence.benchmark].push_back(absence.run);
    return runs;
}

// A column of another length has nothing to say.
template <class Column>
void add_rows(Digest& digest, const Column& column, const model::Series& series) {
    digest.add(column.size() >= series.last);
    if (column.size() >= series.last) digest.add(std::span{column}.subspan(series.first, series.size()));
}

void add_columns(Digest& digest, const model::Columns& columns, const model::Series& series) {
    std::apply([&](const auto&... column) { (add_rows(digest, column, series), ...); }, analysis::fields::of(columns));
}

// Over upgrades, with what they are relative to.
void add_continuous(Digest& digest, const Content& content, std::uint32_t benchmark) {
    const auto of = [](const analysis::ContinuousSeries& series) { return series.track.benchmark; };
    for (const auto& series : std::ranges::equal_range(content.report.continuity.series, benchmark, {}, of)) {
        digest.add(series);
        if (series.track.baseline) digest.add(content.history.benchmarks[*series.track.baseline]);
    }
}

// What a testbed is called and looks like; when it ran is for its own page.
void add_look(Digest& digest, const model::Testbed& testbed) {
    digest.add_all_but(testbed, testbed.runs, testbed.first_seen, testbed.last_seen);
}

void add_samples(Digest& digest, const model::History& history, std::uint32_t series) {
    const auto [first, last] =
        std::ranges::equal_range(history.newest_samples, series, {}, &model::NewestSamples::series);
    for (const model::NewestSamples& samples : std::ranges::subrange{first, last}) digest.add(samples);
}

}  // namespace

Inputs::Inputs(const Site& site, std::span<const html::Source> templates)
    : site_(site),
      shared_(shared_by_all(site, templates)),
      names_(Digest{}.add(site.content.history.benchmarks).key("names")),
      absences_(by_benchmark(site.content)) {
    const model::History& history = site.content.history;
    runs_ = each(history.runs.size(), [&](std::uint32_t run) { return std::move(Digest{}.add(history.runs[run])); });
    runs_up_to_ = up_to(runs_);
    series_ = each(history.series.size(), [&](std::uint32_t index) { return series(index); });
    changes_ = each(site.content.report.changes.size(), [&](std::uint32_t index) { return change(index); });
    benchmarks_ = each(history.benchmarks.size(), [&](std::uint32_t index) { return benchmark(index); });
    testbeds_ = each(history.testbeds.size(), [&](std::uint32_t index) { return testbed(index); });
}

Inputs::Keys Inputs::each(std::size_t count, const std::function<Digest(std::uint32_t)>& digest_of) const {
    Keys keys(count);
    constexpr std::size_t at_once = 64;
    system::parallel_for(site_.content.options.jobs, (count + at_once - 1) / at_once, [&](unsigned, std::size_t part) {
        for (std::size_t i = part * at_once; i < std::min(count, (part + 1) * at_once); ++i)
            keys[i] = digest_of(static_cast<std::uint32_t>(i)).key("inputs");
    });
    return keys;
}

Digest Inputs::benchmark(std::uint32_t index) const {
    Digest digest;
    digest.add(shared_).add(site_.content.history.benchmarks[index]).add(absences_[index]);
    add_time(digest, index);
    add_place(digest, index);
    const auto [first, last] = series_range(site_.content, index);
    digest.add(std::span{series_}.subspan(first, last - first));
    for (const std::uint32_t change : site_.lookup.changes_of[index]) digest.add(changes_[change]);
    add_continuous(digest, site_.content, index);
    return digest;
}

// All that was measured on it, and its runs, of which those of late have pages.
Digest Inputs::testbed(std::uint32_t index) const {
    const model::History& history = site_.content.history;
    Digest digest;
    add_look(digest, history.testbeds[index]);
    for (const std::uint32_t run : site_.content.report.testbeds[index].runs)
        digest.add(run).add(runs_[run]).add(site_.lookup.recent(run));
    for (std::uint32_t i = 0; i < history.series.size(); ++i)
        if (history.series[i].testbed == index) digest.add(history.series[i].benchmark).add(series_[i]);
    return digest;
}

MemoKey Inputs::of_run(std::uint32_t run) const {
    const model::History& history = site_.content.history;
    Digest digest;
    digest.add(shared_).add(names_).add(run).add(runs_[run]).add(testbeds_[history.runs[run].testbed]);
    for (std::uint32_t i = 0; i < changes_.size(); ++i)
        if (site_.content.report.changes[i].first_run_after == run) digest.add(changes_[i]);
    for (const analysis::Absence& absence : absences_of(site_.content, run)) digest.add(absence);
    for (const model::Omission& omission : omissions_of(site_.content, run)) digest.add(omission);
    return digest.key("run");
}

MemoKey Inputs::of_group(std::uint32_t group) const {
    const analysis::Group& of = site_.content.report.groups[group];
    Digest digest;
    digest.add(shared_).add(of).add(site_.lookup.reference_testbed);
    if (const auto testbed = site_.lookup.reference_testbed) add_look(digest, site_.content.history.testbeds[*testbed]);
    for (const std::uint32_t benchmark : of.benchmarks) digest.add(benchmarks_[benchmark]);
    return digest.key("group");
}

std::optional<std::uint32_t> Inputs::last_run(std::uint32_t benchmark) const {
    const model::History& history = site_.content.history;
    std::optional<std::uint32_t> last;
    for (const model::Series& series : history.series_of(benchmark))
        last = std::max(last, std::optional{history.columns.run[series.last - 1]});
    return last;
}

void Inputs::add_time(Digest& digest, std::uint32_t benchmark) const {
    const std::vector<model::Run>& runs = site_.content.history.runs;
    if (runs.empty()) return;
    const auto last = last_run(benchmark);
    const bool dormant = last && runs[*last].time + dormant_after < runs.back().time;
    digest.add(dormant).add(dormant ? runs_up_to_[*last] : runs_up_to_.back());
    if (!dormant) return;
    // The axis of the newest months, though nothing of it is in them.
    const chart::Span window = chart::recent_window(newest_date(site_.content), 90);
    digest.add(window.from).add(window.to);
}

Digest Inputs::series(std::uint32_t index) const {
    const model::History& history = site_.content.history;
    const analysis::Report& report = site_.content.report;
    const model::Series& of = history.series[index];
    Digest digest;
    digest.add(of.measure).add(of.testbed);
    add_look(digest, history.testbeds[of.testbed]);
    digest.add(site_.lookup.version_changes[of.testbed]);  // marked as far as the axis goes
    add_columns(digest, history.columns, of);
    add_samples(digest, history, index);
    add_rows(digest, report.estimate, of);
    add_rows(digest, report.estimate_source, of);
    add_rows(digest, report.outlier, of);
    digest.add(report.series[index]);
    return digest;
}

// With the comparison about it, which may be gone when the change is old. Places in lists are left out: they move when
// something else changes.
Digest Inputs::change(std::uint32_t index) const {
    const analysis::Change& of = site_.content.report.changes[index];
    const analysis::ChangeGroup& group = site_.content.report.change_groups[of.group];
    const model::Series& series = site_.content.history.series[of.series];
    Digest digest;
    digest.add_all_but(of, of.series, of.group).add_all_but(group, group.changes);
    digest.add(series.benchmark).add(series.measure).add(series.testbed);
    const ShownComparison* about = comparison_about(site_.content, site_.comparisons, of);
    digest.add(about == nullptr ? std::string_view{} : std::string_view{about->slug});
    return digest;
}

// Where it is found: its group, the scalings that it is a point of, and the series that stands for it in lists.
void Inputs::add_place(Digest& digest, std::uint32_t benchmark) const {
    const analysis::Report& report = site_.content.report;
    digest.add(leading_series(site_.content, site_.lookup, benchmark));
    if (const auto group = site_.lookup.group[benchmark]) digest.add(report.groups[*group].name);
    for (const std::uint32_t index : site_.lookup.scalings[benchmark]) {
        const analysis::Scaling& of = report.scalings[index];
        digest.add_all_but(of, of.excluded, of.without_number, of.lines, of.points, of.exponents);
    }
}

}  // namespace benchfolio::site
