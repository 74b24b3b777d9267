#include "site/page.hpp"

#include <array>

#include "analysis/freshness.hpp"
#include "chart/quantity.hpp"
#include "model/slug.hpp"
#include "site/feeds.hpp"
#include "site/figure_parts.hpp"
#include "site/words.hpp"

namespace benchfolio::site {
namespace {

struct NavigationEntry {
    std::string_view path, label;
};

constexpr std::array<NavigationEntry, 14> navigation{{{routes::home, "Home"},
                                                      {routes::changes, "Changes"},
                                                      {routes::comparisons, "Compare"},
                                                      {routes::geomean, "Geometric mean"},
                                                      {routes::continuity, "Upgrades"},
                                                      {routes::releases, "Releases"},
                                                      {routes::effects, "Effects"},
                                                      {routes::scalings, "Scaling"},
                                                      {routes::distributions, "Noise"},
                                                      {routes::testbeds, "CPUs"},
                                                      {routes::runs, "Runs"},
                                                      {routes::asides, "Other"},
                                                      {routes::methods, "Methods"},
                                                      {routes::data, "Data"}}};

// What all measures have in common, for the page's header.
std::string directions(const model::History& history) {
    bool lower = false, higher = false;
    for (const model::Measure& measure : history.measures) {
        (measure.direction == model::Direction::lower_is_better ? lower : higher) = true;
    }
    if (lower && higher) return "each measure says which way is better";
    return higher ? "higher is better" : "lower is better";
}

bool is_change(analysis::Verdict verdict) {
    return verdict == analysis::Verdict::slower || verdict == analysis::Verdict::faster;
}

// What a reader would otherwise ask after "cannot tell".
std::string verdict_note(const analysis::LatestChange& change) {
    if (change.verdict != analysis::Verdict::cannot_tell) return {};
    if (change.more_runs) return "about " + counted(*change.more_runs, "more run") + " would do";
    return change.visible ? "less than " + chart::percent(*change.visible) + " would not show" : std::string{};
}

// So that a page can point at the picture.
std::string with_id(std::string svg, const std::string& id) {
    constexpr std::string_view element = "<svg";
    return svg.starts_with(element) ? svg.insert(element.size(), " id=\"" + html::escape(id) + "\"") : svg;
}

}  // namespace

Page::Page(const Site& site, std::string path, std::string root, std::optional<model::Time> newest)
    : site_(site), path_(std::move(path)), root_(std::move(root)), newest_(newest) {}

std::string Page::to(std::string_view target) const {
    return root_.empty() ? routes::relative(path_, target) : root_ + std::string{target};
}

html::Values Page::frame(const std::string& title, std::string_view here) const {
    const Options& options = content().options;
    html::Values values;
    values.set("SITE_TITLE", options.title).set("PAGE_TITLE", title);
    values.set("HOME_URL", to(routes::home));
    values.set("STYLESHEET_URL", to(routes::stylesheet)).set("SCRIPT_URL", to(routes::script));
    values.set("GENERATOR", "benchfolio " BENCHFOLIO_VERSION);
    values.declare("CANONICAL").declare("NOTICE").declare("INLINE_STYLE");
    if (!options.base_url.empty()) {
        values.add("CANONICAL", with("URL", routes::below(options.base_url, path_)));
    }
    if (!options.notice.empty()) values.add("NOTICE", with("TEXT", options.notice));
    set_feeds(values);
    set_freshness(values);
    set_navigation(values, here);
    set_counts(values);
    return values;
}

void Page::set_feeds(html::Values& values) const {
    values.declare("FEED");
    if (!has_feeds(content().options)) return;
    add_feed(values, *this, "Changes", routes::changes_feed);
    add_feed(values, *this, "Regressions", routes::regressions_feed);
}

// Only what has the newest run of all can say that there should be a newer one: a script warns of that.
void Page::set_freshness(html::Values& values) const {
    values.declare("FRESH").set("DIRECTION", directions(history())).set("NEWEST_TIME", "").set("FRESH_UNTIL", "");
    const auto freshness = analysis::freshness(history(), content().analysis_options, content().options.now);
    if (!freshness) return;
    if (newest_.value_or(freshness->newest) == freshness->newest) {
        values.set("NEWEST_TIME", model::iso8601(freshness->newest));
        values.set("FRESH_UNTIL", model::iso8601(freshness->fresh_until));
    }
    values.add("FRESH", newest_values());
}

html::Values Page::newest_values() const {
    const model::Time newest = newest_.value_or(history().runs.back().time);
    html::Values values = with("DATE", day(newest));
    values.set("TIME", model::iso8601(newest)).declare("FAILED_SINCE");
    const std::size_t nights = newest_ ? 0 : analysis::nights_of(analysis::failures_since_newest(history()));
    if (nights > 0)
        values.add("FAILED_SINCE",
                   std::move(with("NIGHTS", counted(nights, "failed night") + " since").set("URL", to(routes::runs))));
    return values;
}

void Page::set_navigation(html::Values& values, std::string_view here) const {
    values.declare("NAVIGATION");
    for (const NavigationEntry& entry : navigation) {
        if (entry.path == routes::asides && lookup().asides.shown() == 0) continue;
        if (entry.path == routes::continuity && report().continuity.empty()) continue;
        if (entry.path == routes::releases && report().releases.tables.empty()) continue;
        if (entry.path == routes::effects && content().analysis_options.effects.empty()) continue;
        html::Values item;
        item.set("URL", to(entry.path)).set("LABEL", std::string{entry.label}).show("HERE", entry.path == here);
        values.add("NAVIGATION", std::move(item));
    }
}

void Page::set_counts(html::Values& values) const {
    const model::History& all = history();
    values.show("COUNTED", !newest_).show("NOT_COUNTED", newest_.has_value());
    values.set("RUNS_USED", counted(all.runs.size(), "run"));
    values.set("CPUS_USED", testbeds_text(all));
    values.set("FILES_NOT_USED", counted(all.rejections.size(), "file") + " not used");
    values.set("REJECTED_URL", to(routes::rejected));
    values.set("METHODS_URL", to(routes::methods)).set("DATA_URL", to(routes::data));
    values.set("DUPLICATES", all.duplicates.empty() ? "" : ", " + counted(all.duplicates.size(), "duplicate"));
    const std::string failed = all.failures.empty() ? "" : ", " + counted(all.failures.size(), "failed night");
    values.set("FAILED_NIGHTS",
               all.aside ? failed + ", " + counted(all.aside->runs.size(), "run") + " in no trend" : failed);
}

html::Values with(html::Name name, std::string text) {
    html::Values values;
    values.set(name, std::move(text));
    return values;
}

void add_feed(html::Values& values, const Page& page, const std::string& name, std::string_view path) {
    values.add("FEED", std::move(with("FEED_NAME", name).set("FEED_URL", page.to(path))));
}

// What follows the "c" of the mark's class: its colour, and where it is not the first of its CPU, its form.
std::string identity_classes(const model::Testbed& testbed) {
    const chart::Identity identity = identity_of(testbed);
    std::string classes = std::to_string(chart::colour_of(identity));
    if (testbed.variant > 0 && identity != chart::other) classes += " f" + std::to_string(chart::form_of(identity));
    return classes;
}

void set_cpu(html::Values& values, const Page& page, std::uint32_t testbed) {
    const model::Testbed& cpu = page.history().testbeds[testbed];
    values.set("CPU_URL", page.to(routes::testbed(cpu))).set("CPU_LABEL", cpu.label);
    values.set("CPU_COLOUR", identity_classes(cpu)).show("CPU_HIDDEN", cpu.hidden);
}

void set_benchmark(html::Values& values, const Page& page, std::uint32_t benchmark) {
    const model::Benchmark& named = page.history().benchmarks[benchmark];
    values.set("BENCHMARK_URL", page.to(routes::benchmark(named)));
    values.set("BENCHMARK_LABEL", page.lookup().labels[benchmark]);
}

void set_run(html::Values& values, const Page& page, std::uint32_t run) {
    const model::Run& of = page.history().runs[run];
    const RunText& texts = page.lookup().run_texts[run];
    values.set("RUN_DATE", texts.day).set("RUN_TIME", texts.time);
    values.declare("RUN_LINK").show("RUN_PLAIN", !page.lookup().recent(run));
    if (!page.lookup().recent(run)) return;
    values.add("RUN_LINK", with("RUN_URL", page.to(routes::run(of))));
}

void set_commit(html::Values& values, const Page& page, const std::optional<model::Commit>& commit) {
    values.declare("COMMIT_LINK").declare("COMMIT_PLAIN");
    if (!commit) return;
    html::Values named;
    named.set("COMMIT", short_commit(*commit) + (commit->dirty ? "+" : "")).set("COMMIT_ID", commit->id);
    const std::string& repository = page.content().options.repository_url;
    if (repository.empty()) return void(values.add("COMMIT_PLAIN", std::move(named)));
    named.set("COMMIT_URL", routes::below(repository, "commit/" + commit->id));
    values.add("COMMIT_LINK", std::move(named));
}

std::string_view class_of(analysis::Verdict verdict) {
    switch (verdict) {
        case analysis::Verdict::slower:
            return "slow";
        case analysis::Verdict::faster:
            return "fast";
        case analysis::Verdict::no_evidence:
            return "same";
        case analysis::Verdict::cannot_tell:
            break;
    }
    return "unk";
}

void set_verdict(html::Values& values, const analysis::LatestChange& change, const model::Measure& measure) {
    values.set("VERDICT_CLASS", std::string{class_of(change.verdict)});
    values.set("VERDICT_GLYPH", std::string{glyph_of(change.verdict)});
    values.set("VERDICT_TEXT", verdict_text(change, measure));
    values.declare("VERDICT_INTERVAL").declare("VERDICT_NOTE");
    if (is_change(change.verdict) && change.interval) {
        values.add("VERDICT_INTERVAL", std::move(with("LOW", chart::signed_percent(change.interval->low - 1))
                                                     .set("HIGH", chart::signed_percent(change.interval->high - 1))));
    }
    const std::string note = verdict_note(change);
    if (!note.empty()) values.add("VERDICT_NOTE", with("NOTE", note));
}

std::optional<std::string> comparison_url(const Page& page, const analysis::Change& change) {
    const ShownComparison* shown = comparison_about(page.content(), page.site().comparisons, change);
    return shown == nullptr ? std::nullopt : std::optional{page.to(routes::comparison(shown->slug))};
}

void set_figure(html::Values& values, const Page& page, Figure figure, const std::string& name, std::string_view kind,
                std::string_view slug) {
    const std::string id = "plot-" + std::string{kind} + "-" + std::string{slug};
    values.set("PLOT_ID", id).set("PLOT", html::Markup{with_id(std::move(figure.svg), id)}).set("PLOT_NAME", name);
    values.set("PLOT_NARROW", html::Markup{std::move(figure.narrow)});
    values.set("PLOT_FINDING", figure.finding);
    values.set("PLOT_ROWS", counted(figure.values.rows(), "row"));
    values.set("PLOT_VALUES", html::Markup{std::move(figure.values).markup()});
    values.declare("PLOT_FILE");
    if (figure.standalone.empty()) return;
    const std::string path = routes::plot(kind, slug);
    values.add("PLOT_FILE", with("PLOT_URL", page.to(path)));
    page.site().sink(path, std::move(figure.standalone));
}

std::optional<BeforeAfter> before_after(const Content& content, std::uint32_t series) {
    const std::vector<analysis::Step>& steps = content.report.series[series].steps;
    if (steps.size() < 2) return std::nullopt;
    const std::string& unit = content.history.measures[content.history.series[series].measure].unit;
    return BeforeAfter{chart::quantity(steps[steps.size() - 2].median, unit),
                       chart::quantity(steps.back().median, unit)};
}

std::string estimate_text(const Content& content, std::size_t row, const model::Measure& measure) {
    const std::optional<double> estimate = model::present(content.report.estimate[row]);
    return estimate ? chart::quantity(*estimate, measure.unit) : "—";
}

}  // namespace benchfolio::site
