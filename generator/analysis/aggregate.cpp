#include "analysis/aggregate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/remembered.hpp"
#include "analysis/run_keys.hpp"
#include "analysis/stretches.hpp"
#include "analysis/tagged_set.hpp"
#include "model/digest.hpp"
#include "stats/bootstrap.hpp"
#include "stats/quantile.hpp"
#include "stats/summary.hpp"
#include "system/parallel.hpp"

namespace benchfolio::analysis {
namespace {

using Indices = std::vector<std::uint32_t>;

constexpr std::size_t first_runs = 10, window = 5, least_runs = 2;
constexpr double least_presence = 0.9;

// What one aggregate is about: the series of a set of benchmarks on one testbed.
struct Subject {
    const TaggedSet* set = nullptr;
    std::uint32_t measure = 0, testbed = 0;
    Indices series;
};

std::vector<Subject> subjects(const Context& context) {
    std::vector<Subject> result;
    for (const TaggedSet& set : context.options.sets) {
        std::map<std::pair<std::uint32_t, std::uint32_t>, Indices> found;
        for (std::uint32_t i = 0; i < context.history.series.size(); ++i) {
            const model::Series& series = context.history.series[i];
            if (belongs(context.history.benchmarks[series.benchmark], set))
                found[{series.measure, series.testbed}].push_back(i);
        }
        for (auto& [key, series] : found) result.push_back({&set, key.first, key.second, std::move(series)});
    }
    return result;
}

// A stretch's runs, and what they come to; vectors by position of the run in it.
struct Tally {
    Indices runs;
    std::vector<bool> in_baseline;
    std::vector<double> sum;        // of weighted ln ratios
    std::vector<double> weight;     // of members present
    Indices count;                  // of members present
    std::vector<std::size_t> rows;  // of the series at hand
};

Tally tally_of(Indices runs) {
    const std::size_t n = runs.size();
    return {std::move(runs), std::vector<bool>(n), std::vector<double>(n), std::vector<double>(n), Indices(n), {}};
}

// As it is kept in the memo: with what else is kept there of its making, which the next night wants when this is no
// more.
struct Built {
    Aggregate aggregate;
    std::vector<MemoKey> intervals;
};

bool is_pinned(const model::Run& run, const std::string& baseline) {
    return run.id == baseline || (run.commit && run.commit->id.starts_with(baseline));
}

class Builder {
  public:
    Builder(const Context& context, const Subject& subject) : context_{context}, subject_{subject} {
        result_.set = subject.set->name;
        result_.measure = subject.measure;
        result_.testbed = subject.testbed;
    }

    Built build() {
        if (!context_.history.testbeds[subject_.testbed].comparable()) {
            result_.undefined = "the CPU is not recorded, so several may hide behind these results";
            return {std::move(result_), {}};
        }
        find_runs();
        for (std::size_t i = 0; i < tallies_.size(); ++i) choose_baseline(result_.bases[i], tallies_[i]);
        for (const std::uint32_t series : subject_.series) add_series(context_.history.series[series]);
        for (AggregateBasis& basis : result_.bases)
            if (basis.members.empty() && !basis.undefined)
                basis.undefined = "no benchmark is in the baseline and in at least 90 % of the runs";
        add_points();
        summarise();
        return {std::move(result_), std::move(intervals_)};
    }

  private:
    // --- runs

    void find_runs() {
        place_.resize(context_.history.runs.size());
        for (Stretch& stretch : stretches(context_, subject_.series)) {
            for (std::uint32_t i = 0; i < stretch.runs.size(); ++i)
                place_[stretch.runs[i]] = {static_cast<std::uint32_t>(tallies_.size()), i};
            result_.bases.emplace_back().suite = stretch.suite;
            tallies_.push_back(tally_of(std::move(stretch.runs)));
        }
    }

    // --- baseline

    void choose_baseline(AggregateBasis& basis, Tally& tally) const {
        const std::size_t n = tally.runs.size();
        const std::string& pinned = context_.options.baseline;
        for (std::size_t i = 0; i < n; ++i) {
            const std::uint32_t run = tally.runs[i];
            tally.in_baseline[i] = pinned.empty() ? i < first_runs : is_pinned(context_.history.runs[run], pinned);
            if (tally.in_baseline[i]) basis.baseline_runs.push_back(run);
        }
        basis.baseline = in_words(basis.baseline_runs);
        if (n < least_runs) basis.undefined = "fewer than two runs";
        if (basis.baseline_runs.empty()) basis.undefined = fmt::format("no run of the baseline {} on this CPU", pinned);
    }

    std::string in_words(const Indices& runs) const {
        if (runs.empty()) return {};
        const std::string first = model::iso_date(context_.history.runs[runs.front()].time);
        const std::string last = model::iso_date(context_.history.runs[runs.back()].time);
        const std::string dates = first == last ? first : first + " to " + last;
        const std::string& pinned = context_.options.baseline;
        if (runs.size() == 1) return fmt::format("{}, {}", pinned.empty() ? "the first run" : pinned, dates);
        if (pinned.empty()) return fmt::format("median of the first {} runs, {}", runs.size(), dates);
        return fmt::format("median of the {} runs of {}, {}", runs.size(), pinned, dates);
    }

    // --- members

    void add_series(const model::Series& series) {
        for (std::size_t row = series.first; row < series.last; ++row)
            if (!std::isnan(context_.estimate[row]))
                tallies_[place_[context_.history.columns.run[row]].tally].rows.push_back(row);
        for (std::size_t i = 0; i < tallies_.size(); ++i) {
            add_rows(result_.bases[i], tallies_[i], series.benchmark);
            tallies_[i].rows.clear();
        }
    }

    void add_rows(AggregateBasis& basis, Tally& tally, std::uint32_t benchmark) const {
        const auto baseline = baseline_of(tally);
        const auto needed = least_presence * static_cast<double>(tally.runs.size());
        if (!baseline || static_cast<double>(tally.rows.size()) < needed) {
            basis.excluded.push_back(benchmark);
            return;
        }
        basis.members.push_back(benchmark);
        if (!all_positive(tally.rows)) {
            basis.undefined =
                fmt::format("{} has a value that is not positive", context_.history.benchmarks[benchmark].name);
            return;
        }
        const double weight = weight_of(context_.history.benchmarks[benchmark], *subject_.set);
        for (const std::size_t row : tally.rows) {
            tally.sum[position(row)] += weight * std::log(context_.estimate[row] / *baseline);
            tally.weight[position(row)] += weight;
            ++tally.count[position(row)];
        }
    }

    std::optional<double> baseline_of(const Tally& tally) const {
        std::vector<double> values;
        for (const std::size_t row : tally.rows)
            if (tally.in_baseline[position(row)]) values.push_back(context_.estimate[row]);
        return stats::median_in_place(values);
    }

    bool all_positive(const std::vector<std::size_t>& rows) const {
        return std::ranges::all_of(rows, [&](std::size_t row) { return context_.estimate[row] > 0; });
    }

    std::uint32_t position(std::size_t row) const { return place_[context_.history.columns.run[row]].position; }

    // --- points

    void add_points() {
        for (std::uint32_t i = 0; i < tallies_.size(); ++i) {
            if (result_.bases[i].undefined) continue;
            std::vector<AggregatePoint> points = points_of(i);
            add_intervals(points);
            result_.points.insert(result_.points.end(), points.begin(), points.end());
        }
        std::ranges::sort(result_.points, {}, &AggregatePoint::run);
    }

    std::vector<AggregatePoint> points_of(std::uint32_t basis) const {
        const Tally& tally = tallies_[basis];
        std::vector<AggregatePoint> points;
        for (std::size_t i = 0; i < tally.runs.size(); ++i) {
            if (tally.count[i] == 0) continue;
            AggregatePoint& point = points.emplace_back();
            point.run = tally.runs[i];
            point.n = tally.count[i];
            point.ratio = std::exp(tally.sum[i] / tally.weight[i]);
            point.complete = point.n == result_.bases[basis].members.size();
            point.basis = basis;
        }
        return points;
    }

    // `points`: of one basis, by time.
    void add_intervals(std::vector<AggregatePoint>& points) {
        std::vector<double> logarithms;
        for (const AggregatePoint& point : points) logarithms.push_back(std::log(point.ratio));
        const std::size_t width = std::min(window, points.size());
        for (std::size_t i = 0; i < points.size(); ++i) {
            const std::size_t first = std::min(i - std::min(i, window / 2), points.size() - width);
            const auto near = std::span{logarithms}.subspan(first, width);
            points[i].level = std::exp(*stats::mean(near));
            if (const auto interval = interval_of(near, seed(points[i].run)))
                points[i].interval = Interval{std::exp(interval->low), std::exp(interval->high)};
        }
    }

    // Of all points but the newest few it is what it was the night before.
    std::optional<Interval> interval_of(std::span<const double> near, std::uint64_t seed) {
        const auto key = [&] {
            return intervals_.emplace_back(memo_key("interval of a geometric mean", ByteWriter{}.add(near).add(seed)));
        };
        return remembered(context_.memo, key, [&] { return stats::bootstrap_mean_interval(near, seed); });
    }

    std::uint64_t seed(std::uint32_t run) const {
        const model::History& history = context_.history;
        const auto digest = model::sha256(subject_.set->name + '\n' + history.measures[subject_.measure].name + '\n' +
                                          history.testbeds[subject_.testbed].slug + '\n' + history.runs[run].id);
        std::uint64_t seed = 0;
        for (std::size_t i = 0; i < 8; ++i) seed = seed << 8U | digest[i];
        return seed;
    }

    void summarise() {
        if (result_.bases.empty()) {
            result_.undefined = "nothing was measured";
            return;
        }
        const AggregateBasis& newest = newest_basis();
        result_.baseline = newest.baseline;
        result_.baseline_runs = newest.baseline_runs;
        result_.members = newest.members;
        result_.excluded = newest.excluded;
        if (result_.points.empty()) result_.undefined = newest.undefined;
    }

    // The one of the last point, or of the newest run where there is no point.
    const AggregateBasis& newest_basis() const {
        if (!result_.points.empty()) return result_.bases[result_.points.back().basis];
        const auto newest =
            std::ranges::max_element(tallies_, {}, [](const Tally& tally) { return tally.runs.back(); });
        return result_.bases[static_cast<std::size_t>(newest - tallies_.begin())];
    }

    // Where a run stands.
    struct Place {
        std::uint32_t tally = 0, position = 0;
    };

    const Context& context_;
    const Subject& subject_;
    Aggregate result_;
    std::vector<Tally> tallies_;      // parallel to the bases
    std::vector<Place> place_;        // by run
    std::vector<MemoKey> intervals_;  // in the memo
};

MemoKey key_of(const Context& context, const Subject& subject, std::span<const MemoKey> runs) {
    const model::History& history = context.history;
    ByteWriter inputs;
    inputs.add(subject.set->name).add(context.options.baseline).add(history.measures[subject.measure].name);
    inputs.add(subject.measure).add(subject.testbed).add(history.testbeds[subject.testbed].slug);
    inputs.add(history.testbeds[subject.testbed].comparable());
    std::uint32_t newest = 0;
    for (const std::uint32_t index : subject.series) {
        const model::Series& series = history.series[index];
        const model::Benchmark& benchmark = history.benchmarks[series.benchmark];
        inputs.add(series.benchmark).add(benchmark.name).add(weight_of(benchmark, *subject.set));
        inputs.add(std::span{history.columns.run}.subspan(series.first, series.size()));
        inputs.add(context.estimates(series));
        newest = std::max(newest, history.columns.run[series.last - 1]);
    }
    return memo_key("aggregate", inputs.add(runs[newest]));
}

}  // namespace

std::vector<Aggregate> aggregates(const Context& context) {
    const auto wanted = subjects(context);
    const auto runs = context.memo ? keys_up_to_each(context.history.runs) : std::vector<MemoKey>{};
    std::vector<Aggregate> result(wanted.size());
    system::parallel_for(context.options.jobs, wanted.size(), [&](unsigned, std::size_t i) {
        Built built = remembered(
            context.memo, [&] { return key_of(context, wanted[i], runs); },
            [&] {
                return Builder{context, wanted[i]}.build();
            });
        for (const MemoKey& interval : built.intervals) context.memo->find(interval);  // so that it stays
        result[i] = std::move(built.aggregate);
    });
    return result;
}

}  // namespace benchfolio::analysis
