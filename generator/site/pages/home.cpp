#include <algorithm>
#include <map>

#include "chart/quantity.hpp"
#include "model/slug.hpp"
#include "site/pages/benchmark_list.hpp"
#include "site/pages/coverage.hpp"
#include "site/pages/pages.hpp"
#include "site/pages/recent_changes.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

constexpr std::size_t most_changes = 12;      // told one by one
constexpr std::size_t most_benchmarks = 400;  // listed one by one; beyond, their groups are

const std::string news_words = "in the last " + std::to_string(news_window.count()) + " days";

bool is_telling(const Standing& standing) {
    return standing.slower + standing.faster + standing.steady > 0;
}

std::string news_headline(const Standing& standing) {
    std::vector<std::string> parts;
    if (standing.slower > 0) parts.push_back(counted(standing.slower, "benchmark") + " slower");
    if (standing.faster > 0) {
        parts.push_back((parts.empty() ? counted(standing.faster, "benchmark") : number(standing.faster)) + " faster");
    }
    return parts.empty() ? "No change seen " + news_words : listed(parts) + " " + news_words;
}

std::string headline(const Page& page, const Standing& standing) {
    const std::size_t runs = page.history().runs.size();
    if (runs == 0) return "No results yet";
    if (is_telling(standing)) return news_headline(standing);
    return counted(runs, "run") + " so far: nothing to compare yet";
}

std::string empty_lead(const model::History& history) {
    if (history.rejections.empty()) return "The archive holds no result file.";
    return "None of the " + counted(history.rejections.size(), "file") + " in the archive could be used.";
}

std::string cpus_with_news(const Page& page, const std::vector<RecentChange>& changes) {
    std::map<std::uint32_t, std::size_t> by_cpu;
    for (const RecentChange& change : changes) {
        for (const std::uint32_t series : change.agreeing) ++by_cpu[page.history().series[series].testbed];
    }
    std::vector<std::string> parts;
    for (const auto& [testbed, count] : by_cpu) {
        parts.push_back(page.history().testbeds[testbed].label + " (" + number(count) + ")");
    }
    return "Seen on " + listed(parts) + ".";
}

std::string lead(const Page& page, const Standing& standing, const std::vector<RecentChange>& changes) {
    const model::History& history = page.history();
    if (history.runs.empty()) return empty_lead(history);
    if (!changes.empty()) return cpus_with_news(page, changes);
    if (is_telling(standing))
        return counted(standing.steady, "benchmark shows", "benchmarks show") + " no evidence of change.";
    return counted(history.benchmarks.size(), "benchmark") + " on " + counted(history.testbeds.size(), "CPU") +
           ". Changes can be seen from about the sixth run on the same CPU.";
}

void add_tally(html::Values& values, const std::string& css, const std::string& count, const std::string& what) {
    values.add("TALLY", std::move(with("TALLY_CLASS", css).set("COUNT", count).set("WHAT", what)));
}

void set_tally(html::Values& values, const Page& page, const Standing& standing) {
    values.declare("TALLY");
    if (is_telling(standing)) {
        if (standing.slower > 0) add_tally(values, "slow", "▲ " + number(standing.slower), "slower " + news_words);
        if (standing.faster > 0) add_tally(values, "fast", "▼ " + number(standing.faster), "faster " + news_words);
        add_tally(values, "", number(standing.steady), "without a change");
        if (standing.cannot_tell > 0) add_tally(values, "", number(standing.cannot_tell), "cannot tell");
    }
    if (!page.history().runs.empty()) add_tally(values, "", number(page.history().benchmarks.size()), "benchmarks");
}

void set_cpu_tally(html::Values& values, const Page& page) {
    const std::vector<model::Testbed>& all = page.history().testbeds;
    const auto hidden =
        static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](const auto& t) { return t.hidden; }));
    values.declare("CPUS_SHOWN");
    if (all.empty()) return;
    html::Values cpus;
    cpus.set("COUNT", number(all.size() - hidden)).set("WORD", all.size() - hidden == 1 ? "CPU shown" : "CPUs shown");
    cpus.set("CPUS_URL", page.to(routes::testbeds)).declare("HIDDEN");
    if (hidden > 0) cpus.add("HIDDEN", with("COUNT", number(hidden)));
    values.add("CPUS_SHOWN", std::move(cpus));
}

// Which commits the change lies in: after the last run before it, up to the first run after.
void set_commits(html::Values& values, const Page& page, const analysis::LatestChange& change) {
    html::Values before, after;
    const auto commit_of = [&](std::optional<std::uint32_t> run) {
        return run ? page.history().runs[*run].commit : std::optional<model::Commit>{};
    };
    set_commit(before, page, commit_of(change.run_before));
    set_commit(after, page, commit_of(change.run));
    values.add("COMMIT_BEFORE", std::move(before)).add("COMMIT_AFTER", std::move(after));
    values.show("COMMITS_UNKNOWN", !commit_of(change.run_before) && !commit_of(change.run));
    values.show("COMMITS_KNOWN", commit_of(change.run_before) || commit_of(change.run));
}

html::Values change_row(const Page& page, const RecentChange& change) {
    const model::Series& series = page.history().series[change.series];
    const analysis::LatestChange& latest = page.report().series[change.series].latest;
    html::Values row;
    set_benchmark(row, page, series.benchmark);
    set_cpu(row, page, series.testbed);
    set_verdict(row, latest, page.history().measures[series.measure]);
    set_run(row, page, *latest.run);
    set_commits(row, page, latest);
    const BeforeAfter values = before_after(page.content(), change.series).value_or(BeforeAfter{"—", "—"});
    row.set("BEFORE", values.before).set("AFTER", values.after);
    row.set("MEASURE", series.measure == 0 ? "" : heading_of(page.history().measures[series.measure]));
    const std::size_t shown = std::max<std::size_t>(change.shown, change.agreeing.size());
    row.set("AGREEING", number(change.agreeing.size()) + " of " + counted(shown, "CPU"));
    return row;
}

void set_changes(html::Values& values, const Page& page, const std::vector<RecentChange>& changes) {
    values.declare("CHANGES");
    if (changes.empty()) return;
    html::Values section;
    for (std::size_t i = 0; i < std::min(changes.size(), most_changes); ++i) {
        section.add("CHANGE", change_row(page, changes[i]));
    }
    section.declare("MORE_CHANGES");
    if (changes.size() > most_changes) {
        section.add("MORE_CHANGES", with("COUNT", number(changes.size() - most_changes)));
    }
    values.add("CHANGES", std::move(section));
}

html::Values geomean_row(const Page& page, std::uint32_t index) {
    const analysis::Aggregate& aggregate = page.report().aggregates[index];
    const model::Testbed& cpu = page.history().testbeds[aggregate.testbed];
    const analysis::AggregatePoint& newest = aggregate.points.back();
    html::Values row;
    set_cpu(row, page, aggregate.testbed);
    set_figure(row, page, geomean_small(page.content(), index), "Geometric mean on " + cpu.label, "geomean-small",
               model::slug(aggregate.set + " " + page.history().measures[aggregate.measure].name + " " + cpu.slug));
    row.set("RATIO", chart::multiple(newest.ratio)).set("MEMBERS", counted(newest.n, "benchmark")).declare("INTERVAL");
    if (newest.interval) {
        row.add("INTERVAL", std::move(with("LOW", chart::multiple(newest.interval->low))
                                          .set("HIGH", chart::multiple(newest.interval->high))));
    }
    return row;
}

bool is_on_home(const Page& page, const analysis::Aggregate& aggregate) {
    const analysis::Aggregate& first = page.report().aggregates.front();
    return aggregate.set == first.set && aggregate.measure == first.measure && !aggregate.undefined &&
           !aggregate.points.empty() && !page.history().testbeds[aggregate.testbed].hidden &&
           page.lookup().recent(aggregate.points.back().run);
}

void set_geomean(html::Values& values, const Page& page) {
    html::Values section;
    bool any = false;
    for (std::uint32_t i = 0; i < page.report().aggregates.size(); ++i) {
        if (!is_on_home(page, page.report().aggregates[i])) continue;
        section.add("GEOMEAN_CPU", geomean_row(page, i));
        any = true;
    }
    values.declare("GEOMEAN");
    if (any) values.add("GEOMEAN", std::move(section.set("GEOMEAN_URL", page.to(routes::geomean))));
}

void set_stale(html::Values& values, const Page& page) {
    values.declare("STALE");
    if (!page.lookup().newest || page.content().options.now <= *page.lookup().newest + std::chrono::hours{48}) return;
    const auto age = std::chrono::floor<std::chrono::days>(page.content().options.now - *page.lookup().newest);
    values.add("STALE", std::move(with("DATE", minute(*page.lookup().newest))
                                      .set("AGE", counted(static_cast<std::size_t>(age.count()), "day"))));
}

}  // namespace

html::Values home_page(const Page& page) {
    const std::vector<RecentChange> changes = recent_changes(page);
    const Standing standing = standing_of_all(page);
    html::Values values = page.frame(headline(page, standing), routes::home);
    values.set("HEADLINE", headline(page, standing)).set("LEAD", lead(page, standing, changes));
    values.set("NEWS_WINDOW", std::to_string(news_window.count()));
    set_stale(values, page);
    set_tally(values, page, standing);
    set_cpu_tally(values, page);
    set_changes(values, page, changes);
    set_coverage(values, page);
    set_geomean(values, page);
    set_benchmark_list(values, page, page.history().benchmarks.size() <= most_benchmarks);
    return values;
}

}  // namespace benchfolio::site
