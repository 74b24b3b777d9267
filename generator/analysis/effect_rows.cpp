#include "analysis/effect_rows.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "analysis/latest.hpp"
#include "analysis/row_verdict.hpp"
#include "stats/difference.hpp"
#include "stats/moderated.hpp"
#include "stats/summary.hpp"

namespace benchfolio::analysis {
namespace {

constexpr std::uint32_t most_more = 1000;

// What the noise of both series lets expect of the variance of a difference.
stats::VariancePrior expected(const Pairing& pairing) {
    if (!pairing.off.noise || !pairing.on.noise) return {};
    const Noise &off = *pairing.off.noise, &on = *pairing.on.noise;
    return {off.deviation * off.deviation + on.deviation * on.deviation, std::min(off.degrees, on.degrees)};
}

// Nothing for one commit of series whose noise is not known.
std::optional<stats::ModeratedVariance> variance_of(const Pairing& pairing, std::span<const double> differences) {
    const double deviation = stats::standard_deviation(differences).value_or(0);
    const auto variance =
        stats::moderated(deviation * deviation, static_cast<double>(differences.size() - 1), expected(pairing));
    return variance.degrees > 0 ? std::optional{variance} : std::nullopt;
}

stats::Difference difference_of(double value, const stats::ModeratedVariance& variance, std::size_t n) {
    return {value, std::sqrt(variance.variance / static_cast<double>(n)), variance.degrees};
}

std::optional<std::uint32_t> more_commits(const stats::ModeratedVariance& variance, std::size_t n) {
    for (std::uint32_t more = 1; more <= most_more; ++more)
        if (std::expm1(difference_of(0, variance, n + more).visible()) <= worth_telling) return more;
    return std::nullopt;
}

void weigh(ComparedBenchmark& row, const stats::ModeratedVariance& variance) {
    const stats::Difference difference = difference_of(std::log(*row.ratio), variance, row.runs_after);
    const Interval interval = difference.interval();
    row.interval = Interval{std::exp(interval.low), std::exp(interval.high)};
    row.noise = std::sqrt(variance.variance / 2);  // of one run: a difference has that of two
    row.p_noise = difference.p();
    row.visible = std::expm1(difference.visible());
    if (*row.visible > worth_telling) row.more_runs = more_commits(variance, row.runs_after);
}

auto rank_of(const ComparedBenchmark& row) {
    const bool changed = row.verdict == Verdict::slower || row.verdict == Verdict::faster;
    return std::tuple{!changed, -std::abs(std::log(*row.ratio)), row.benchmark, row.measure};
}

}  // namespace

Differences differences_of(const Pairing& pairing, std::span<const std::size_t> commits) {
    Differences all;
    for (const std::size_t commit : commits) {
        const double difference = pairing.difference_at(commit);
        if (std::isnan(difference)) continue;
        all.values.push_back(difference);
        all.off.push_back(pairing.off.values[commit]);
        all.on.push_back(pairing.on.values[commit]);
        all.commits.push_back(commit);
    }
    return all;
}

ComparedBenchmark effect_row(const Pairing& pairing, const Differences& all) {
    ComparedBenchmark row;
    row.benchmark = pairing.benchmark;
    row.measure = pairing.measure;
    row.before = std::exp(*stats::mean(all.off));
    row.after = std::exp(*stats::mean(all.on));
    row.ratio = std::exp(*stats::mean(all.values));
    row.runs_before = row.runs_after = static_cast<std::uint32_t>(all.values.size());
    if (const auto variance = variance_of(pairing, all.values)) weigh(row, *variance);
    return row;
}

void rank(std::vector<ComparedBenchmark>& rows) {
    std::ranges::sort(rows, {}, rank_of);
}

}  // namespace benchfolio::analysis
