#include "analysis/row_verdict.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/latest.hpp"
#include "stats/finite.hpp"
#include "stats/hierarchical.hpp"
#include "stats/quantile.hpp"
#include "stats/rank_test.hpp"

namespace benchfolio::analysis {
namespace {

constexpr double significance = 0.05;
constexpr std::uint32_t robust_runs = 3;    // their median is none of the extremes
constexpr std::uint32_t most_runs = 1000;   // that are worth asking for
constexpr std::size_t most_pairs = 10'000;  // of runs: with more, the noise is known well enough

double median_of(std::span<const double> values) {
    return *stats::median(stats::ascending(values));
}

double error_of(std::size_t before, std::size_t after) {
    return std::hypot(stats::error_of_median(before), stats::error_of_median(after));
}

// About the median of their side.
std::vector<double> residuals(const Evidence& evidence) {
    std::vector<double> all;
    for (const auto side : {evidence.before, evidence.after}) {
        const double centre = median_of(side);
        for (const double value : side) all.push_back(value - centre);
    }
    return all;
}

Noise widest(const Evidence& evidence) {
    Noise noise = *evidence.noise;
    if (!enough_for_ranks(evidence.before.size(), evidence.after.size())) return noise;
    auto about = residuals(evidence);
    return {std::max(noise.deviation, *stats::robust_deviation_in_place(about)), noise.degrees};
}

std::optional<std::uint32_t> runs_needed(const Evidence& evidence) {
    const auto before = static_cast<std::uint32_t>(evidence.before.size());
    const auto after = static_cast<std::uint32_t>(evidence.after.size());
    const auto tells = [&](std::uint32_t runs) {
        if (!evidence.noise) return enough_for_ranks(before, runs);
        const Noise noise = widest(evidence);
        const stats::Difference difference{0, noise.deviation * error_of(before, runs), noise.degrees};
        return std::expm1(difference.visible()) <= worth_telling;
    };
    if (!tells(most_runs)) return std::nullopt;
    std::uint32_t runs = after;
    while (!tells(runs)) ++runs;
    return runs - after;
}

std::optional<Interval> not_rejected(const ComparedBenchmark& row, const Evidence& evidence) {
    const std::size_t before = evidence.before.size(), after = evidence.after.size();
    if (!enough_for_ranks(before, after) || before * after > most_pairs) return row.interval;
    const auto interval = stats::rank_sum_interval(evidence.before, evidence.after, 1 - significance);
    if (!interval) return row.interval;
    return Interval{std::exp(interval->low), std::exp(interval->high)};
}

}  // namespace

std::optional<Noise> known_noise(const SeriesReport& series, const model::Suite& suite) {
    const auto found = std::ranges::find(series.noise, suite, &SuiteNoise::suite);
    if (found == series.noise.end()) return std::nullopt;
    const double flip = found->bimodal ? std::abs(std::log(found->bimodal->ratio)) / 2 : 0;
    return Noise{std::max(found->between, flip), std::max(1.0, deviation_efficiency * found->degrees)};
}

std::optional<Noise> wider(const std::optional<Noise>& a, const std::optional<Noise>& b) {
    if (!a || !b) return std::nullopt;
    return a->deviation >= b->deviation ? a : b;
}

bool enough_for_ranks(std::size_t before, std::size_t after) {
    return before >= 2 && after >= 2 && stats::smallest_rank_sum_p(before, after) <= significance;
}

std::optional<stats::Difference> difference_of(const Evidence& evidence) {
    const std::size_t before = evidence.before.size(), after = evidence.after.size();
    if (evidence.noise) {
        const Noise noise = widest(evidence);
        return stats::Difference{median_of(evidence.after) - median_of(evidence.before),
                                 noise.deviation * error_of(before, after), noise.degrees};
    }
    if (!enough_for_ranks(before, after)) return std::nullopt;
    return stats::difference_of_medians(evidence.before, evidence.after);
}

void weigh(ComparedBenchmark& row, const Evidence& evidence) {
    if (evidence.noise) row.noise = evidence.noise->deviation, row.noise_degrees = evidence.noise->degrees;
    if (enough_for_ranks(evidence.before.size(), evidence.after.size()))
        row.p = stats::rank_sum_test(evidence.before, evidence.after)->p;
    auto difference = difference_of(evidence);
    if (row.ratio && difference) {
        difference->value = std::log(*row.ratio);
        const stats::Interval interval = difference->interval();
        row.interval = Interval{std::exp(interval.low), std::exp(interval.high)};
        row.p_noise = difference->p();
        row.visible = std::expm1(difference->visible());
    }
    if (row.ratio) row.not_rejected = not_rejected(row, evidence);
    if (row.ratio && (!row.visible || *row.visible > worth_telling)) row.more_runs = runs_needed(evidence);
}

bool is_clear(const ComparedBenchmark& row) {
    const bool from_these_runs_alone = !row.noise;
    if (!row.adjusted_p || *row.adjusted_p > significance || row.ratio == 1) return false;
    return !from_these_runs_alone || (row.p && *row.p <= significance);
}

bool hangs_on_one_result(const ComparedBenchmark& row) {
    return std::min(row.runs_before, row.runs_after) < robust_runs;
}

void judge(ComparedBenchmark& row, const model::Measure& measure) {
    if (is_clear(row)) {
        const bool grew = *row.ratio > 1;
        row.verdict =
            grew == (measure.direction == model::Direction::lower_is_better) ? Verdict::slower : Verdict::faster;
    } else if (row.jumps) {
        if (row.runs_before >= robust_runs) row.more_runs = robust_runs - row.runs_after;
    } else if (row.visible && *row.visible <= worth_telling) {
        row.verdict = Verdict::no_evidence;
    }
    if (row.verdict != Verdict::cannot_tell) row.more_runs.reset();
}

}  // namespace benchfolio::analysis
