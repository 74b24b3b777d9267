#include "analysis/background.hpp"

#include <algorithm>
#include <cmath>

#include "stats/moderated.hpp"
#include "stats/quantile.hpp"
#include "stats/summary.hpp"

namespace benchfolio::analysis {
namespace {

constexpr double outlying_deviations = 6;  // a normal value in 500 million
constexpr double jumping_share = 0.1;      // of a series at most: what jumps more often is how it is
constexpr int polishes = 3;

// The half-open positions of each level of a series.
template <typename Visit>
void for_each_level(const PastSeries& series, Visit visit) {
    for (std::size_t first = 0, last = 0; first < series.level.size(); first = last) {
        while (last < series.level.size() && series.level[last] == series.level[first]) ++last;
        visit(first, last);
    }
}

class Separation {
  public:
    Separation(std::span<const PastSeries> series, std::uint32_t runs)
        : series_(series), shifts_(runs), is_polished_(series.size() >= shift_series && runs >= shift_runs) {
        for (const PastSeries& each : series) rest_.emplace_back(each.value.size());
        remove_levels();
        for (int i = 0; is_polished_ && i < polishes; ++i) {
            measure_shifts();
            remove_levels();
        }
    }

    // What is a jump depends on the noise, which must not have jumps in it: first by robust measures, then by itself.
    Background finish() {
        Background found;
        found.series = variations(robust_limits());
        std::vector<double> limits;
        for (const Variation& one : found.series) limits.push_back(outlying_deviations * one.deviation);
        found.series = variations(limits);
        for (std::size_t s = 0; s < series_.size(); ++s) found.series[s].outlying = limits[s];
        collect_jumps(limits, found);
        if (is_polished_) describe_shifts(found);
        return found;
    }

  private:
    std::span<const PastSeries> series_;
    std::vector<double> shifts_;             // by run
    std::vector<std::vector<double>> rest_;  // by series and position: what level and shift leave
    bool is_polished_;

    double shifted(const PastSeries& series, std::size_t i) const { return series.value[i] - shifts_[series.run[i]]; }

    void remove_levels() {
        std::vector<double> level;
        for (std::size_t s = 0; s < series_.size(); ++s)
            for_each_level(series_[s], [&](std::size_t first, std::size_t last) {
                level.clear();
                for (std::size_t i = first; i < last; ++i) level.push_back(shifted(series_[s], i));
                const double centre = *stats::median_in_place(level);
                for (std::size_t i = first; i < last; ++i) rest_[s][i] = shifted(series_[s], i) - centre;
            });
    }

    // What is left of each run is added to its shift.
    void measure_shifts() {
        std::vector<std::vector<double>> of_runs(shifts_.size());
        for (std::size_t s = 0; s < series_.size(); ++s)
            for (std::size_t i = 0; i < rest_[s].size(); ++i) of_runs[series_[s].run[i]].push_back(rest_[s][i]);
        for (std::size_t run = 0; run < shifts_.size(); ++run)
            if (of_runs[run].size() >= shift_series) shifts_[run] += *stats::median_in_place(of_runs[run]);
    }

    std::vector<double> robust_limits() const {
        std::vector<double> spreads, values;
        for (const std::vector<double>& rest : rest_) {
            values = rest;
            spreads.push_back(stats::robust_deviation_in_place(values).value_or(0));
        }
        values = spreads;
        const double typical = stats::median_in_place(values).value_or(0);
        for (double& spread : spreads) spread = outlying_deviations * std::max(spread, typical);
        return spreads;
    }

    bool has_jumps(std::size_t s, double limit) const {
        const auto outlying = std::ranges::count_if(rest_[s], [&](double rest) { return std::abs(rest) > limit; });
        return static_cast<double>(outlying) <= std::max(1.0, jumping_share * static_cast<double>(rest_[s].size()));
    }

    std::vector<Variation> variations(const std::vector<double>& limits) const {
        std::vector<Variation> all;
        for (std::size_t s = 0; s < series_.size(); ++s) {
            const bool jumps = has_jumps(s, limits[s]);
            const auto is_kept = [&](std::size_t i) { return !jumps || std::abs(rest_[s][i]) <= limits[s]; };
            all.push_back(variation(s, is_kept));
        }
        moderate(all);
        return all;
    }

    void collect_jumps(const std::vector<double>& limits, Background& found) const {
        for (std::size_t s = 0; s < series_.size(); ++s) {
            found.results += rest_[s].size();
            if (!has_jumps(s, limits[s])) continue;
            for (std::size_t i = 0; i < rest_[s].size(); ++i)
                if (std::abs(rest_[s][i]) > limits[s])
                    found.jumps.push_back({rest_[s][i], series_[s].run[i], static_cast<std::uint32_t>(s)});
        }
    }

    // Mean of the newest level; squares about the means of all.
    template <typename IsKept>
    Variation variation(std::size_t s, IsKept is_kept) const {
        Variation one;
        double squares = 0;
        std::vector<double> level;
        for_each_level(series_[s], [&](std::size_t first, std::size_t last) {
            level.clear();
            for (std::size_t i = first; i < last; ++i)
                if (is_kept(i)) level.push_back(shifted(series_[s], i));
            if (level.empty()) return;
            const double centre = *stats::mean(level);
            for (const double value : level) squares += (value - centre) * (value - centre);
            one.degrees += static_cast<double>(level.size() - 1);
            one.centre = centre;
            one.n = static_cast<std::uint32_t>(level.size());
        });
        one.deviation = one.degrees > 0 ? std::sqrt(squares / one.degrees) : 0;
        return one;
    }

    static void moderate(std::vector<Variation>& all) {
        std::vector<double> variances, degrees;
        for (const Variation& one : all) {
            variances.push_back(one.deviation * one.deviation);
            degrees.push_back(one.degrees);
        }
        const stats::VariancePrior prior = stats::variance_prior(variances, degrees);
        for (std::size_t s = 0; s < all.size(); ++s) {
            const auto better = stats::moderated(variances[s], degrees[s], prior);
            all[s].deviation = std::sqrt(better.variance);
            all[s].degrees = better.degrees;
        }
    }

    void describe_shifts(Background& found) const {
        std::vector<double> values = shifts_;
        const double centre = *stats::median_in_place(values);
        values = shifts_;
        found.runs = shifts_.size();
        found.shift.outlying = outlying_deviations * *stats::robust_deviation_in_place(values);
        values.clear();
        for (std::uint32_t run = 0; run < shifts_.size(); ++run) {
            const double size = shifts_[run] - centre;
            if (std::abs(size) > found.shift.outlying)
                found.shift_jumps.push_back({size, run, 0});
            else
                values.push_back(size);
        }
        found.shift.centre = centre + stats::mean(values).value_or(0);
        found.shift.n = static_cast<std::uint32_t>(values.size());
        found.shift.deviation = stats::standard_deviation(values).value_or(0);
        found.shift.degrees = static_cast<double>(values.size()) - 1;
    }
};

}  // namespace

Background background(std::span<const PastSeries> series, std::uint32_t runs) {
    return Separation{series, runs}.finish();
}

double jump_rate(std::span<const double> ascending, std::size_t all, double size) {
    if (all == 0) return 0;
    const double nearest = 0.5 * size, farthest = 2 * size;
    const auto first = std::ranges::lower_bound(ascending, std::min(nearest, farthest));
    const auto last = std::ranges::upper_bound(ascending, std::max(nearest, farthest));
    return static_cast<double>(last - first) / static_cast<double>(all);
}

}  // namespace benchfolio::analysis
