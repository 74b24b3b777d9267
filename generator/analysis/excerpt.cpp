#include "analysis/excerpt.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <tuple>

#include "analysis/aggregate.hpp"
#include "analysis/change_groups.hpp"
#include "analysis/detection.hpp"
#include "analysis/series.hpp"

namespace benchfolio::analysis {
namespace {

using Indices = std::vector<std::uint32_t>;

constexpr std::size_t trend_side = 0, own_side = 1;

void append(const model::Columns& from, std::size_t row, std::uint32_t run, model::Columns& to) {
    to.run.push_back(run);
    to.n.push_back(from.n[row]);
    to.from_samples.push_back(from.from_samples[row]);
    using model::Columns;
    for (auto column : {&Columns::mean, &Columns::stddev, &Columns::min, &Columns::q1, &Columns::median, &Columns::q3,
                        &Columns::max, &Columns::whisker_low, &Columns::whisker_high})
        (to.*column).push_back((from.*column)[row]);
}

// A series of one of the two histories.
struct Part {
    std::size_t side = 0;
    const model::Series* series = nullptr;
};

class Collector {
  public:
    Collector(const Picked& trend, const Picked& own) : sides_{&trend, &own} {
        add_testbed();
        add_runs();
        find_parts();
        add_measures();
        for (const auto& [name, parts] : by_benchmark_) add_benchmark(parts);
    }

    Excerpt finish() { return std::move(result_); }

  private:
    const model::History& history(std::size_t side) const { return sides_[side]->from.history; }

    void add_testbed() {
        const std::size_t side = sides_[trend_side]->runs.empty() ? own_side : trend_side;
        result_.history.testbeds = {history(side).testbeds[sides_[side]->testbed]};
    }

    void add_runs() {
        std::vector<std::pair<std::size_t, std::uint32_t>> order;  // side, run
        for (const std::size_t side : {trend_side, own_side})
            for (const std::uint32_t run : sides_[side]->runs) order.emplace_back(side, run);
        std::ranges::stable_sort(order, {}, [&](const auto& at) {
            const model::Run& run = history(at.first).runs[at.second];
            return std::tie(run.time, run.id, run.file);
        });
        for (const auto& [side, run] : order) {
            (side == trend_side ? result_.trend : result_.own)
                .push_back(static_cast<std::uint32_t>(result_.history.runs.size()));
            result_.history.runs.push_back(history(side).runs[run]);
            result_.history.runs.back().testbed = 0;
        }
    }

    // The series that have a row of these runs.
    void find_parts() {
        for (const std::size_t side : {trend_side, own_side})
            for (const model::Series& series : history(side).series)
                if (series.testbed == sides_[side]->testbed && has_rows(side, series))
                    by_benchmark_[history(side).benchmarks[series.benchmark].name].push_back({side, &series});
    }

    bool has_rows(std::size_t side, const model::Series& series) const {
        bool any = false;
        for_rows(side, series, [&](std::size_t, std::uint32_t) { any = true; });
        return any;
    }

    // Calls `visit` with each row of these runs, and the run's index in the excerpt.
    template <typename Visit>
    void for_rows(std::size_t side, const model::Series& series, Visit visit) const {
        const Indices& picked = sides_[side]->runs;
        const Indices& here = side == trend_side ? result_.trend : result_.own;
        if (picked.empty()) return;
        const Indices& runs = history(side).columns.run;
        const auto last = runs.begin() + static_cast<std::ptrdiff_t>(series.last);
        auto row = std::lower_bound(runs.begin() + static_cast<std::ptrdiff_t>(series.first), last, picked.front());
        auto wanted = picked.begin();
        for (; row != last && *row <= picked.back(); ++row) {
            wanted = std::lower_bound(wanted, picked.end(), *row);
            if (*wanted == *row)
                visit(static_cast<std::size_t>(row - runs.begin()),
                      here[static_cast<std::size_t>(wanted - picked.begin())]);
        }
    }

    const model::Measure& measure_of(const Part& part) const {
        return history(part.side).measures[part.series->measure];
    }

    std::uint32_t measure_at(const Part& part) const {
        const auto found = std::ranges::find(result_.history.measures, measure_of(part));
        return static_cast<std::uint32_t>(found - result_.history.measures.begin());
    }

    // As in every history: time first, then by name.
    void add_measures() {
        std::vector<model::Measure>& all = result_.history.measures;
        for (const auto& [name, parts] : by_benchmark_)
            for (const Part& part : parts)
                if (std::ranges::count(all, measure_of(part)) == 0) all.push_back(measure_of(part));
        std::ranges::sort(all, {}, [](const model::Measure& measure) {
            return std::tuple{measure.name != "time", measure.name, measure.unit, measure.direction};
        });
    }

    // As the trends describe it, where they have it.
    void add_benchmark(const std::vector<Part>& parts) {
        const auto benchmark = static_cast<std::uint32_t>(result_.history.benchmarks.size());
        result_.history.benchmarks.push_back(history(parts.front().side).benchmarks[parts.front().series->benchmark]);
        std::map<std::uint32_t, std::vector<Part>> by_measure;
        for (const Part& part : parts) by_measure[measure_at(part)].push_back(part);
        for (const auto& [measure, some] : by_measure) add_series(benchmark, measure, some);
    }

    void add_series(std::uint32_t benchmark, std::uint32_t measure, const std::vector<Part>& parts) {
        struct Row {
            std::uint32_t run = 0;
            std::size_t side = 0, row = 0;
        };
        std::vector<Row> rows;
        for (const Part& part : parts)
            for_rows(part.side, *part.series, [&](std::size_t row, std::uint32_t run) {
                rows.push_back({run, part.side, row});
            });
        std::ranges::stable_sort(rows, {}, &Row::run);
        const std::size_t first = result_.history.columns.size();
        for (const Row& row : rows) add_row(row.side, row.row, row.run);
        result_.history.series.push_back({benchmark, measure, 0, first, result_.history.columns.size()});
    }

    void add_row(std::size_t side, std::size_t row, std::uint32_t run) {
        const Known& from = sides_[side]->from;
        append(from.history.columns, row, run, result_.history.columns);
        result_.report.estimate.push_back(from.estimate[row]);
        result_.report.outlier.push_back(from.outlier.empty() ? 0 : from.outlier[row]);
    }

    std::array<const Picked*, 2> sides_;
    Excerpt result_;
    std::map<std::string_view, std::vector<Part>> by_benchmark_;
};

// What levels are made of: the trends' runs, without what people marked as wrong.
std::vector<double> trusted_of_trends(const Excerpt& excerpt) {
    std::vector<double> values = excerpt.report.estimate;
    for (std::size_t row = 0; row < values.size(); ++row) {
        const bool own = std::ranges::binary_search(excerpt.own, excerpt.history.columns.run[row]);
        if (own || excerpt.report.outlier[row] != 0) values[row] = model::absent;
    }
    return values;
}

}  // namespace

Excerpt excerpt_of(const Picked& trend, const Picked& own, const Options& options) {
    Excerpt excerpt = Collector{trend, own}.finish();
    Options here = options;
    here.jobs = 1;          // there are many excerpts, and each is small
    here.baseline.clear();  // may not be among these runs
    const std::vector<double> trusted = trusted_of_trends(excerpt);
    const Context context{excerpt.history, here, trusted};
    const auto detections = detect(context);
    for (std::uint32_t i = 0; i < excerpt.history.series.size(); ++i) {
        SeriesAnalysis levels = analyse_levels(context, i, of_series(detections, i));
        excerpt.report.series.push_back(std::move(levels.report));
        std::ranges::move(levels.changes, std::back_inserter(excerpt.report.changes));
    }
    excerpt.report.change_groups = group_changes(excerpt.history, excerpt.report.changes);
    excerpt.report.aggregates = aggregates(context);
    return excerpt;
}

}  // namespace benchfolio::analysis
