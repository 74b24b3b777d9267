#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "analysis/distribution.hpp"
#include "analysis/settled.hpp"
#include "analysis/steps.hpp"
#include "chart/quantity.hpp"
#include "chart/spread.hpp"
#include "model/slug.hpp"
#include "site/figure_parts.hpp"
#include "site/figures.hpp"
#include "site/words.hpp"
#include "svg/svg.hpp"

namespace benchfolio::site {
namespace {

chart::SpreadForm form_of(analysis::DistributionKind kind) {
    switch (kind) {
        case analysis::DistributionKind::dots:
            return chart::SpreadForm::dots;
        case analysis::DistributionKind::box:
            return chart::SpreadForm::box;
        case analysis::DistributionKind::violin:
            return chart::SpreadForm::violin;
        case analysis::DistributionKind::summary:
            break;
    }
    return chart::SpreadForm::summary;
}

std::string_view drawn_as(chart::SpreadForm form) {
    switch (form) {
        case chart::SpreadForm::dots:
            return "dots";
        case chart::SpreadForm::box:
            return "box";
        case chart::SpreadForm::violin:
            return "violin";
        case chart::SpreadForm::summary:
            break;
    }
    return "reported summary";
}

std::string count_text(const analysis::Distribution& of) {
    if (of.kind == analysis::DistributionKind::summary)
        return of.n > 0 ? "summary, n = " + number(of.n) : "summary, n unknown";
    return "n = " + number(of.n);
}

// Turns values into differences from a centre that is not zero.
class Relative {
  public:
    explicit Relative(double centre) : centre_{centre} {}
    double operator()(double value) const { return value / centre_ - 1; }
    std::optional<double> operator()(const std::optional<double>& value) const {
        return value ? std::optional{(*this)(*value)} : std::nullopt;
    }

  private:
    double centre_;
};

void fill_row(const analysis::Distribution& of, double centre, chart::SpreadRow& row) {
    const Relative relative{centre};
    row.form = form_of(of.kind);
    row.count = count_text(of);
    row.median = relative(of.median);
    if (of.kind != analysis::DistributionKind::dots) {
        row.q1 = relative(of.q1);
        row.q3 = relative(of.q3);
        row.whisker_low = relative(of.whisker_low ? of.whisker_low : of.min);
        row.whisker_high = relative(of.whisker_high ? of.whisker_high : of.max);
    }
    for (const double value : of.values) row.values.push_back(relative(value));
    for (std::size_t i = 0; i < of.violin.x.size(); ++i)
        row.density.push_back({relative(of.violin.x[i]), of.violin.density[i]});
}

// ---- Tables ----

std::string difference_text(const std::optional<double>& value) {
    return value ? chart::signed_percent(*value) : "";
}

std::optional<double> end_of(const chart::SpreadRow& row, bool high) {
    const auto& whisker = high ? row.whisker_high : row.whisker_low;
    if (row.values.empty()) return whisker;
    const double value = high ? row.values.back() : row.values.front();
    if (!whisker) return value;
    return high ? std::max(value, *whisker) : std::min(value, *whisker);
}

void add_row(const chart::SpreadRow& row, ValueTable& table) {
    table.add_row({row.label, row.note, row.count, difference_text(end_of(row, false)), difference_text(row.q1),
                   difference_text(row.q3), difference_text(end_of(row, true)),
                   row.unknown.empty() ? std::string_view{drawn_as(row.form)} : row.unknown});
}

ValueTable table_of(const chart::Spread& spread, const std::string& centre) {
    ValueTable table{spread.title,
                     {{"CPU"},
                      {centre, true},
                      {"n"},
                      {"Least", true},
                      {"First quartile", true},
                      {"Third quartile", true},
                      {"Most", true},
                      {"Drawn as"}}};
    for (const chart::SpreadRow& row : spread.rows) add_row(row, table);
    return table;
}

// ---- What they show ----

std::optional<double> middle_half(const chart::SpreadRow& row) {
    return row.q1 && row.q3 ? std::optional{(*row.q3 - *row.q1) / 2} : std::nullopt;
}

// "Half of the runs lie within ±0.5 % on EPYC 7763, within ±1.2 % on Xeon 8370C".
std::string finding_of_rows(const std::vector<chart::SpreadRow>& rows, std::string_view what) {
    std::string text;
    for (const chart::SpreadRow& row : rows)
        if (const auto half = middle_half(row))
            text += (text.empty() ? "" : "; ") + row.label + ": within ±" + chart::percent(*half);
    if (text.empty()) return "Too few " + std::string{what} + " to say how they spread.";
    return "Middle half of the " + std::string{what} + ", " + text + ".";
}

// `limits`: what is to be known of the values besides; a sentence, or nothing.
Figure finished(chart::Spread spread, std::string_view what, const std::string& centre, const std::string& limits) {
    if (spread.rows.empty()) return {};
    spread.description = finding_of_rows(spread.rows, what);
    if (!limits.empty()) spread.description += " " + limits;
    Figure figure = figure_of(chart::lay_out(spread), table_of(spread, centre));
    spread.size = chart::Size::narrow;
    spread.id += "-narrow";
    figure.narrow = svg::draw(chart::lay_out(spread));
    return figure;
}

// Which runs a distribution is of, over the rows of a plot.
struct Limits {
    std::optional<model::Time> until;
    std::vector<std::string> unlimited;  // the labels of the rows that are of all runs

    void add(const std::string& label, const std::optional<model::Time>& of_row) {
        if (of_row) until = of_row;
        if (!of_row) unlimited.push_back(label);
    }
    // "Runs until 31 Oct 2026; on EPYC 7763 all."
    std::string text() const {
        if (!until) return {};
        const std::string cut = "Runs until " + day(*until - std::chrono::days{1});
        return unlimited.empty() ? cut + "." : fmt::format("{}; on {} all.", cut, fmt::join(unlimited, ", "));
    }
};

chart::SpreadRow base_row(const DrawnSeries& drawn) {
    chart::SpreadRow row;
    row.label = drawn.testbed->label;
    row.identity = identity_of(*drawn.testbed);
    return row;
}

// Relative to its own median, where that can be divided by.
void fill_row_about_median(const analysis::Distribution& of, chart::SpreadRow& row) {
    row.count = count_text(of);
    if (of.median && *of.median > 0) return fill_row(of, *of.median, row);
    row.unknown = of.median ? "not relative to a median of zero or less" : "no spread recorded";
}

// The value in the centre, and since when nothing newer came.
std::string centre_text(const Content& content, const DrawnSeries& drawn) {
    const analysis::Distribution& within = drawn.report->within_newest;
    if (!within.median) return "";
    std::string text = chart::quantity(*within.median, content.history.measures[drawn.series->measure].unit);
    if (drawn.report->retired)
        text += ", " + day(content.history.runs[content.history.columns.run[drawn.series->last - 1]].time);
    return text;
}

// ---- Pooled over a group ----

// The series of a testbed, and the estimates of their runs over the medians of their steps.
struct Pool {
    std::vector<DrawnSeries> series;
    std::vector<double> values;
    std::optional<model::Time> until;  // the runs before it; nothing: all
};

void fill(const Content& content, Pool& pool, const std::optional<model::Time>& until) {
    pool.values.clear();
    pool.until = until;
    const auto& estimate = content.report.estimate;
    for (const DrawnSeries& drawn : pool.series) {
        const model::Series& of = *drawn.series;
        const auto rows = until ? analysis::rows_until(content.history, of, *until) : analysis::all_rows(of);
        const auto newest = analysis::of_newest_suite(content.history, of, drawn.report->steps);
        const auto values = analysis::settled_values(estimate, of, newest, rows);
        pool.values.insert(pool.values.end(), values.begin(), values.end());
    }
}

std::map<std::uint32_t, Pool> pools_of(const Content& content, const analysis::Group& group, std::uint32_t measure) {
    std::map<std::uint32_t, Pool> pools;
    for (const std::uint32_t benchmark : group.benchmarks)
        for (const DrawnSeries& drawn : series_to_draw(content, benchmark, measure, false))
            pools[drawn.series->testbed].series.push_back(drawn);
    for (auto& [testbed, pool] : pools) {
        fill(content, pool, analysis::settled_until(content.history));
        if (pool.values.size() < analysis::settled_runs) fill(content, pool, std::nullopt);
    }
    return pools;
}

chart::SpreadRow pooled_row(Pool& pool) {
    chart::SpreadRow row = base_row(pool.series.back());
    std::sort(pool.values.begin(), pool.values.end());
    fill_row(analysis::distribution(pool.values), 1, row);
    row.note = counted(pool.series.size(), "benchmark");
    return row;
}

}  // namespace

Figure spread_within(const Content& content, std::uint32_t benchmark, std::uint32_t measure) {
    const model::Benchmark& of = content.history.benchmarks[benchmark];
    chart::Spread spread;
    spread.id = picture_id("within", of.slug, measure);
    spread.title = label_of(of) + ", spread within the newest run";
    for (const DrawnSeries& drawn : series_to_draw(content, benchmark, measure, false)) {
        chart::SpreadRow& row = spread.rows.emplace_back(base_row(drawn));
        row.note = centre_text(content, drawn);
        fill_row_about_median(drawn.report->within_newest, row);
    }
    return finished(std::move(spread), "values within the newest run", "Median", {});
}

Figure spread_between(const Content& content, std::uint32_t benchmark, std::uint32_t measure) {
    const model::Benchmark& of = content.history.benchmarks[benchmark];
    chart::Spread spread;
    spread.id = picture_id("between", of.slug, measure);
    spread.title = label_of(of) + ", spread between runs";
    Limits limits;
    for (const DrawnSeries& drawn : series_to_draw(content, benchmark, measure, false)) {
        if (drawn.report->between.n == 0) continue;
        fill_row(drawn.report->between, 1, spread.rows.emplace_back(base_row(drawn)));
        limits.add(drawn.testbed->label, drawn.report->between_until);
    }
    return finished(std::move(spread), "runs", "Centre", limits.text());
}

Figure group_spread(const Content& content, std::uint32_t group, std::uint32_t measure) {
    const analysis::Group& of = content.report.groups[group];
    chart::Spread spread;
    spread.id = picture_id("group", model::slug(of.name), measure);
    spread.title = of.name + ", spread between runs";
    Limits limits;
    for (auto& [testbed, pooled] : pools_of(content, of, measure)) {
        if (pooled.values.empty()) continue;
        spread.rows.push_back(pooled_row(pooled));
        limits.add(pooled.series.back().testbed->label, pooled.until);
    }
    return finished(std::move(spread), "runs", "Pooled", limits.text());
}

}  // namespace benchfolio::site
