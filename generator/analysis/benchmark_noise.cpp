#include "analysis/benchmark_noise.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/normal_differences.hpp"

namespace benchfolio::analysis {
namespace {

constexpr double borrowed_degrees = 8;     // what a series is taken to know from the others, in degrees of freedom
constexpr double own_weight = 0.35;        // degrees of freedom that a difference of neighbours brings
constexpr std::size_t trusted_alone = 10;  // differences; with fewer a series is held to twice what was expected
constexpr double jumping = 5;              // sigma

// What `quiet_sigma` cannot fall below, as the series itself tells: most jumps are so small that this is enough.
double least_quiet_sigma(const stats::RollingOrder& differences) {
    constexpr double for_rounding = 1 - 1e-9;
    if (differences.size() < trusted_alone) return 0;
    const double n = own_weight * static_cast<double>(differences.size());
    const double own = differences.quantile(0.25) / quartile_of_difference;
    return for_rounding * own * std::sqrt(n / (borrowed_degrees + n));
}

}  // namespace

void BenchmarkNoise::admit(std::size_t series, double value, const RunNoise& run) {
    Memory& memory = series_[series];
    if (memory.count > 0) {
        const double jump = value - memory.last, size = std::abs(jump);
        memory.differences.add(size);
        if (size == 0) ++memory.unchanged;
        if (run.middle > 0) ratios_.add(size / run.middle);
        note_jump(memory, jump, run);
    }
    memory.last = value;
    ++memory.count;
}

// Flips between two modes are jumps, each of which undoes the one before it.
void BenchmarkNoise::note_jump(Memory& memory, double jump, const RunNoise& run) {
    ++results_;
    if (memory.differences.size() < 2 || std::abs(jump) < jumping * least_quiet_sigma(memory.differences)) return;
    if (std::abs(jump) < jumping * quiet_sigma(memory, run)) return;
    const double ratio = -jump / memory.last_jump;
    if (memory.last_jump != 0 && ratio > 0.6 && ratio < 1 / 0.6) {
        ++flips_;
        jumps_.add(std::abs(jump));
        memory.jumps.add(std::abs(jump));
    }
    memory.last_jump = jump;
}

SeriesNoise BenchmarkNoise::of(std::size_t series, const RunNoise& run) {
    const Memory& memory = series_[series];
    SeriesNoise known{sigma(memory, run), run.inflation};
    if (has_two_modes())
        known.gap = memory.jumps.size() >= 6 ? memory.jumps.quantile(0.5) : jumps_.quantile(0.5);
    else
        known.restless = flips_often(2, 0.1);
    return known;
}

double BenchmarkNoise::sigma(const Memory& memory, const RunNoise& run) {
    if (memory.differences.size() >= 4 && memory.unchanged * 2 >= memory.count)
        return memory.differences.mean() * 0.886;
    return has_two_modes() ? quiet_sigma(memory, run)
                           : sigma_at(run.middle / median_of_difference, memory, 0.5, median_of_difference);
}

// By a low quartile, which half of the differences being flips does not disturb.
double BenchmarkNoise::quiet_sigma(const Memory& memory, const RunNoise& run) {
    const double scale = std::min(run.middle / median_of_difference, run.quiet / quartile_of_difference);
    return sigma_at(scale, memory, 0.25, quartile_of_difference);
}

double BenchmarkNoise::sigma_at(double scale, const Memory& memory, double p, double normal) {
    const auto n = static_cast<double>(memory.differences.size());
    double own = memory.differences.quantile(p) / normal;
    const auto m = static_cast<double>(ratios_.size());
    const double typical = ratios_.quantile(p) * median_of_difference / normal;
    const double expected = scale * (typical > 0 ? drawn(typical, m) : 1);
    if (expected == 0) return own;
    if (memory.differences.size() < trusted_alone) own = std::min(own, 2 * expected);
    return std::sqrt((borrowed_degrees * expected * expected + own_weight * n * own * own) /
                     (borrowed_degrees + own_weight * n));
}

double BenchmarkNoise::drawn(double typical, double m) {
    if (typical != drawn_.typical || m != drawn_.m) drawn_ = {typical, m, std::exp(m / (m + 6) * std::log(typical))};
    return drawn_.value;
}

}  // namespace benchfolio::analysis
