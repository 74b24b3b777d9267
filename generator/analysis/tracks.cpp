#include "analysis/tracks.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "analysis/noise.hpp"
#include "model/glob.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::analysis {
namespace {

using model::History;
using model::Series;

void add_value(MeasuredTrack& track, std::uint32_t configuration, TrackValue value) {
    if (value.value > 0)
        track.values[configuration].push_back(value);
    else
        ++track.not_positive[configuration];
}

void sort_by_time(MeasuredTrack& track) {
    for (auto& [configuration, values] : track.values) std::ranges::stable_sort(values, {}, &TrackValue::run);
}

// Adds the results of one series; `value_in` gives what counts of a row, if anything does.
template <class ValueIn>
void add_series(const Context& context, const Configurations& known, const Series& series, MeasuredTrack& track,
                ValueIn value_in) {
    for (std::size_t row = series.first; row < series.last; ++row) {
        const std::uint32_t run = context.history.columns.run[row];
        const auto configuration = known.of_run[run];
        if (!configuration || std::isnan(context.estimate[row])) continue;
        if (const std::optional<double> value = value_in(row, run, *configuration))
            add_value(track, *configuration, {run, *value});
    }
}

// ---- Relative to a baseline ----

// Which benchmark is divided by which.
struct Pairing {
    std::uint32_t benchmark = 0;
    std::string name;  // of the baseline
    std::optional<std::uint32_t> baseline;
    const Relative* rule = nullptr;
};

std::optional<std::string> baseline_name(const Relative& rule, const std::string& benchmark) {
    for (const auto& [pattern, baseline] : rule.pairs)
        if (const auto captured = model::glob_capture(pattern, benchmark)) {
            std::string name = model::glob_fill(baseline, *captured);
            if (name != benchmark) return name;
        }
    return std::nullopt;
}

std::optional<std::uint32_t> benchmark_named(const History& history, const std::string& name) {
    const auto found = std::ranges::lower_bound(history.benchmarks, name, {}, &model::Benchmark::name);
    if (found == history.benchmarks.end() || found->name != name) return std::nullopt;
    return static_cast<std::uint32_t>(found - history.benchmarks.begin());
}

// Of several rules that name a benchmark the first counts.
std::vector<Pairing> pairings(const History& history, const std::vector<Relative>& rules) {
    std::vector<Pairing> all;
    std::set<std::uint32_t> baselines;
    for (std::uint32_t i = 0; i < history.benchmarks.size(); ++i)
        for (const Relative& rule : rules) {
            const auto name = baseline_name(rule, history.benchmarks[i].name);
            if (!name) continue;
            const auto baseline = benchmark_named(history, *name);
            if (baseline) baselines.insert(*baseline);
            all.push_back({i, *name, baseline, &rule});
            break;
        }
    std::erase_if(all, [&](const Pairing& each) { return baselines.contains(each.benchmark); });
    return all;
}

// The results of a baseline in one measure, found by run, by commit and by configuration.
class BaselineResults {
  public:
    BaselineResults(const Context& context, const Configurations& known, std::uint32_t benchmark, std::uint32_t measure)
        : context_(context) {
        for (const Series& series : context.history.series_of(benchmark))
            if (series.measure == measure) add(known, series);
        for (auto* groups : {&by_commit_, &by_configuration_})
            for (auto& [key, values] : *groups) values = {*stats::median_in_place(values)};
    }

    std::optional<double> of(std::uint32_t run, std::uint32_t configuration, BaselineScope scope) const {
        if (const auto found = by_run_.find(run); found != by_run_.end()) return found->second;
        if (const auto commit = commit_of(run))
            if (const auto found = by_commit_.find({configuration, *commit}); found != by_commit_.end())
                return found->second.front();
        if (scope == BaselineScope::run) return std::nullopt;
        const auto found = by_configuration_.find({configuration, ""});
        return found == by_configuration_.end() ? std::nullopt : std::optional{found->second.front()};
    }

  private:
    using Groups = std::map<std::pair<std::uint32_t, std::string>, std::vector<double>>;

    std::optional<std::string> commit_of(std::uint32_t run) const {
        const auto& commit = context_.history.runs[run].commit;
        return commit && !commit->dirty ? std::optional{commit->id} : std::nullopt;
    }

    void add(const Configurations& known, const Series& series) {
        for (std::size_t row = series.first; row < series.last; ++row) {
            const std::uint32_t run = context_.history.columns.run[row];
            const double value = context_.estimate[row];
            if (!known.of_run[run] || !(value > 0)) continue;
            by_run_[run] = value;
            by_configuration_[{*known.of_run[run], ""}].push_back(value);
            if (const auto commit = commit_of(run)) by_commit_[{*known.of_run[run], *commit}].push_back(value);
        }
    }

    const Context& context_;
    std::map<std::uint32_t, double> by_run_;
    Groups by_commit_, by_configuration_;
};

const SeriesReport* report_of(const std::vector<SeriesReport>& reports, const History& history, std::uint32_t benchmark,
                              std::uint32_t measure, std::uint32_t testbed) {
    for (const Series& series : history.series_of(benchmark))
        if (series.measure == measure && series.testbed == testbed)
            return &reports[static_cast<std::size_t>(&series - history.series.data())];
    return nullptr;
}

// Independent errors add up; where both results are of one run, they share some, and this is too much rather than too
// little.
void add_noise_of_ratio(const SeriesReport* of, const SeriesReport* baseline, std::uint32_t testbed,
                        MeasuredTrack& track) {
    if (of == nullptr || baseline == nullptr) return;
    for (const SuiteNoise& own : of->noise)
        if (const auto other = noise_of(*baseline, own.suite))
            track.noise[{testbed, own.suite}] = std::hypot(own.between, other->deviation);
}

MeasuredTrack relative_track(const Context& context, const std::vector<SeriesReport>& reports,
                             const Configurations& known, const Pairing& pair, std::uint32_t measure,
                             std::uint32_t& lacking) {
    const History& history = context.history;
    const bool lower = history.measures[measure].direction == model::Direction::lower_is_better;
    const BaselineResults baselines{context, known, *pair.baseline, measure};
    MeasuredTrack track{{pair.benchmark, measure, pair.baseline, pair.rule->rescale}, {}, {}, {}};
    for (const Series& series : history.series_of(pair.benchmark)) {
        if (series.measure != measure) continue;
        add_series(context, known, series, track, [&](std::size_t row, std::uint32_t run, std::uint32_t of) {
            const auto baseline = baselines.of(run, of, pair.rule->scope);
            const double value = context.estimate[row];
            if (!baseline) ++lacking;
            if (!baseline || !(value > 0)) return std::optional<double>{};
            return std::optional{lower ? *baseline / value : value / *baseline};
        });
        const auto of = [&](std::uint32_t benchmark) {
            return report_of(reports, history, benchmark, measure, series.testbed);
        };
        add_noise_of_ratio(of(pair.benchmark), of(*pair.baseline), series.testbed, track);
    }
    sort_by_time(track);
    return track;
}

std::string why_none(const Pairing& pair) {
    if (!pair.baseline) return "no benchmark has the name of the baseline";
    return pair.rule->scope == BaselineScope::run
               ? "the baseline was measured neither in the same run nor at the same commit"
               : "the baseline was never measured on the same configuration";
}

}  // namespace

std::vector<MeasuredTrack> absolute_tracks(const Context& context, const std::vector<SeriesReport>& reports,
                                           const Configurations& known) {
    std::vector<MeasuredTrack> tracks;
    const History& history = context.history;
    for (std::uint32_t i = 0; i < history.series.size(); ++i) {
        const Series& series = history.series[i];
        const Track of{series.benchmark, series.measure, std::nullopt, true};
        if (tracks.empty() || tracks.back().track != of) tracks.push_back({of, {}, {}, {}});
        MeasuredTrack& track = tracks.back();
        for (const SuiteNoise& noise : reports[i].noise) track.noise[{series.testbed, noise.suite}] = noise.between;
        add_series(context, known, series, track,
                   [&](std::size_t row, std::uint32_t, std::uint32_t) { return std::optional{context.estimate[row]}; });
    }
    std::ranges::for_each(tracks, sort_by_time);
    return tracks;
}

std::vector<MeasuredTrack> relative_tracks(const Context& context, const std::vector<SeriesReport>& reports,
                                           const Configurations& known, std::vector<WithoutBaseline>& without) {
    std::vector<MeasuredTrack> tracks;
    for (const Pairing& pair : pairings(context.history, context.options.relatives)) {
        std::set<std::uint32_t> measures;
        for (const Series& series : context.history.series_of(pair.benchmark)) measures.insert(series.measure);
        for (const std::uint32_t measure : measures) {
            std::uint32_t lacking = 0;
            if (pair.baseline) {
                auto track = relative_track(context, reports, known, pair, measure, lacking);
                if (!track.values.empty()) tracks.push_back(std::move(track));
            }
            if (!pair.baseline || lacking > 0)
                without.push_back({pair.benchmark, measure, pair.name, why_none(pair), lacking});
        }
    }
    return tracks;
}

}  // namespace benchfolio::analysis
