#include "analysis/run_noise.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "stats/few.hpp"
#include "stats/quantile.hpp"
#include "stats/rolling_order.hpp"

namespace benchfolio::analysis {
namespace {

constexpr double median_of_difference = 0.9538725524;  // of |x - y|, both standard normal
constexpr double quartile_of_difference = 0.4506242;   // the lower quartile of the same
constexpr std::size_t remembered = 64;
constexpr double borrowed_degrees = 8;     // what a series is taken to know from the others, in degrees of freedom
constexpr double own_weight = 0.35;        // degrees of freedom that a difference of neighbours brings
constexpr std::size_t trusted_alone = 10;  // differences; with fewer a series is held to twice what was expected

// What is known of one series so far.
struct SeriesMemory {
    std::array<double, stats::few> recent{};
    std::size_t count = 0;
    std::size_t epoch = 0;  // of the testbed, when `recent` was last cleared
    stats::RollingOrder differences{remembered};
    std::size_t unchanged = 0;
    double last_jump = 0;  // signed
    stats::RollingOrder jumps{remembered};

    double last() const { return recent[(count - 1) % recent.size()]; }
    double fourth_last() const { return recent[(count - 4) % recent.size()]; }
    double centre() const { return stats::centre_of_few(std::span{recent}.first(std::min(count, recent.size()))); }
    void add(double value) { recent[count++ % recent.size()] = value; }
};

// What is known of one measure of a benchmark, on all testbeds.
struct BenchmarkMemory {
    stats::RollingOrder ratios{128};  // of differences to the spread of their testbed
    stats::RollingOrder jumps{128};   // sizes of moves beyond the noise that undid another
    std::size_t flips = 0, rows = 0;

    bool flips_often(std::size_t least, double share) const {
        return flips >= least && static_cast<double>(flips) >= share * static_cast<double>(rows);
    }
    bool bimodal() const { return flips_often(6, 0.15) && jumps.quantile(0.75) < 2 * jumps.quantile(0.25); }
};

// What the newest runs of a testbed say, one number each: their median.
class RunAverage {
  public:
    void add(double value) {
        newest_.add(value);
        middle_ = newest_.quantile(0.5);
        quiet_ = newest_.quantile(0.25);
    }
    std::size_t runs() const { return newest_.size(); }
    double middle() const { return middle_; }
    double quiet() const { return quiet_; }

  private:
    stats::RollingOrder newest_{60};
    double middle_ = 0, quiet_ = 0;
};

// What is known of one measure on one testbed.
struct TestbedMemory {
    RunAverage near, far;  // median |difference| over the benchmarks, to the run before and to the fourth before
    std::size_t epoch = 0;
    std::vector<std::size_t> pending;  // rows of runs that stood elsewhere
    std::size_t pending_runs = 0;
    double pending_shift = 0;

    double scale() const { return near.middle(); }

    // By how much what neighbours have in common makes the variance of a mean larger than differences of neighbours
    // suggest, for noise that fades like rho^k: 1 / (1 - rho) for the variance, (1 + rho) / (1 - rho) for the mean.
    double inflation() const {
        constexpr double hesitation = 20;
        const auto runs = static_cast<double>(far.runs());
        if (far.middle() <= near.middle() || near.middle() <= 0) return 1;
        const double seen = 1 - near.middle() * near.middle() / (far.middle() * far.middle());
        const double rho = std::min(seen, 0.7) * runs / (runs + hesitation);
        return (1 + rho) / ((1 - rho) * (1 - rho));
    }
};

class Pass {
  public:
    explicit Pass(const Context& context)
        : context_{context},
          series_(context.history.series.size()),
          testbeds_(context.history.testbeds.size() * context.history.measures.size()),
          benchmarks_(context.history.benchmarks.size() * context.history.measures.size()),
          noise_(context.history.columns.size()) {
        index_rows();
        fill_values();
    }

    std::vector<RowNoise> run() {
        for (std::size_t r = 0; r < context_.history.runs.size(); ++r) {
            auto rows = std::span{rows_}.subspan(starts_[r], starts_[r + 1] - starts_[r]);
            for (std::size_t first = 0; first < rows.size();) {
                std::size_t last = first + 1;
                while (last < rows.size() && measure(rows[last]) == measure(rows[first])) ++last;
                take(rows.subspan(first, last - first));
                first = last;
            }
        }
        return std::move(noise_);
    }

  private:
    std::uint32_t measure(std::size_t row) const { return context_.history.series[of_row_[row]].measure; }
    const model::Series& series_at(std::size_t row) const { return context_.history.series[of_row_[row]]; }
    TestbedMemory& testbed_of(std::size_t row) {
        const auto& s = series_at(row);
        return testbeds_[s.testbed * context_.history.measures.size() + s.measure];
    }
    BenchmarkMemory& benchmark_of(std::size_t row) {
        const auto& s = series_at(row);
        return benchmarks_[s.benchmark * context_.history.measures.size() + s.measure];
    }

    // Rows by run, then measure, then benchmark.
    void index_rows() {
        const auto& run = context_.history.columns.run;
        of_row_.resize(run.size());
        for (std::uint32_t i = 0; i < context_.history.series.size(); ++i)
            for (std::size_t row = context_.history.series[i].first; row < context_.history.series[i].last; ++row)
                of_row_[row] = i;
        starts_.assign(context_.history.runs.size() + 1, 0);
        for (const auto r : run) ++starts_[r + 1];
        for (std::size_t r = 0; r < context_.history.runs.size(); ++r) starts_[r + 1] += starts_[r];
        rows_.resize(run.size());
        auto next = starts_;
        for (std::uint32_t m = 0; m < context_.history.measures.size(); ++m)
            for (const auto& s : context_.history.series)
                if (s.measure == m)
                    for (std::size_t row = s.first; row < s.last; ++row) rows_[next[run[row]]++] = row;
    }

    void fill_values() {
        for (const model::Series& series : context_.history.series) fill_values(series);
    }

    // The first value says which scale the series is on: nothing later may change what was said of it. A value that has
    // no logarithm stands below all before it.
    void fill_values(const model::Series& series) {
        double smallest = 0;
        for (std::size_t row = series.first; row < series.last; ++row) {
            const double value = context_.estimate[row];
            if (std::isnan(value)) continue;
            if (smallest == 0) smallest = value;
            if (value > 0) smallest = std::min(smallest, value);
            noise_[row].value = smallest > 0 ? std::log(value > 0 ? value : smallest / 2) : value;
        }
    }

    void take(std::span<const std::size_t> all) {
        std::vector<std::size_t> rows;
        for (const std::size_t row : all)
            if (!std::isnan(noise_[row].value)) rows.push_back(row);
        if (rows.empty()) return;
        TestbedMemory& testbed = testbed_of(rows[0]);
        judge(testbed, rows);
        const double inflation = testbed.inflation();
        for (const std::size_t row : rows) {
            const BenchmarkMemory& benchmark = benchmark_of(row);
            const SeriesMemory& memory = series_[of_row_[row]];
            noise_[row].sigma = sigma(testbed, row);
            noise_[row].inflation = inflation;
            if (benchmark.bimodal())
                noise_[row].gap = memory.jumps.size() >= 6 ? memory.jumps.quantile(0.5) : benchmark.jumps.quantile(0.5);
            else
                noise_[row].restless = benchmark.flips_often(2, 0.1);
        }
    }

    std::vector<double> shifts(const TestbedMemory& testbed, std::span<const std::size_t> rows, bool last) {
        std::vector<double> result;
        for (const std::size_t row : rows) {
            const SeriesMemory& memory = series_[of_row_[row]];
            if (memory.count == 0 || (memory.epoch != testbed.epoch && last)) continue;
            result.push_back(noise_[row].value - (last ? memory.last() : memory.centre()));
        }
        return result;
    }

    void judge(TestbedMemory& testbed, const std::vector<std::size_t>& rows) {
        auto moved = shifts(testbed, rows, false);
        const double shift = moved.size() >= 5 ? *stats::median_in_place(moved) : 0;
        const bool elsewhere = moved.size() >= 5 && std::abs(shift) > 4 * spread(testbed, moved, shift);
        if (!testbed.pending.empty()) {
            const bool stays =
                shift * testbed.pending_shift > 0 && std::abs(shift) > std::abs(testbed.pending_shift) / 2;
            if (stays && testbed.pending_runs < 2) {
                hold(testbed, rows);
                return;
            }
            settle(testbed, stays);
            if (stays) {
                enter(testbed, rows);
                return;
            }
        }
        if (elsewhere) {
            testbed.pending_shift = shift;
            hold(testbed, rows);
            return;
        }
        enter(testbed, rows);
    }

    // Standard deviation of how far benchmarks move from run to run: as the testbed is known, else as these did.
    static double spread(const TestbedMemory& testbed, std::span<double> moved, double shift) {
        if (testbed.near.runs() >= 3) return testbed.scale() / median_of_difference;
        for (double& m : moved) m = std::abs(m - shift);
        return *stats::median_in_place(moved) / 0.6745;
    }

    void hold(TestbedMemory& testbed, const std::vector<std::size_t>& rows) {
        testbed.pending.insert(testbed.pending.end(), rows.begin(), rows.end());
        ++testbed.pending_runs;
        for (const std::size_t row : rows) noise_[row].admission = Admission::never;
    }

    void settle(TestbedMemory& testbed, bool stayed) {
        if (stayed) ++testbed.epoch;
        for (const std::size_t row : testbed.pending)
            if (stayed) {
                noise_[row].admission = Admission::late;
                admit(testbed, row);
            }
        testbed.pending.clear();
        testbed.pending_runs = 0;
    }

    void enter(TestbedMemory& testbed, const std::vector<std::size_t>& rows) {
        std::vector<double> near, far;
        for (const std::size_t row : rows) {
            const SeriesMemory& memory = series_[of_row_[row]];
            if (memory.count > 0) near.push_back(std::abs(noise_[row].value - memory.last()));
            if (memory.count >= 4 && memory.epoch == testbed.epoch)
                far.push_back(std::abs(noise_[row].value - memory.fourth_last()));
        }
        if (!near.empty()) testbed.near.add(*stats::median_in_place(near));
        if (!far.empty()) testbed.far.add(*stats::median_in_place(far));
        for (const std::size_t row : rows) admit(testbed, row);
    }

    void admit(TestbedMemory& testbed, std::size_t row) {
        SeriesMemory& memory = series_[of_row_[row]];
        const double value = noise_[row].value;
        if (memory.count > 0) {
            const double size = std::abs(value - memory.last());
            memory.differences.add(size);
            if (size == 0) ++memory.unchanged;
            if (const double scale = testbed.scale(); scale > 0) benchmark_of(row).ratios.add(size / scale);
            note_jump(testbed, row, value - memory.last());
        }
        memory.epoch = testbed.epoch;
        memory.add(value);
    }

    // Flips between two modes are jumps, each of which undoes the one before it.
    void note_jump(const TestbedMemory& testbed, std::size_t row, double jump) {
        SeriesMemory& memory = series_[of_row_[row]];
        BenchmarkMemory& benchmark = benchmark_of(row);
        ++benchmark.rows;
        if (memory.differences.size() < 2 || std::abs(jump) < 5 * least_quiet_sigma(memory)) return;
        if (std::abs(jump) < 5 * quiet_sigma(testbed, row)) return;
        const double ratio = -jump / memory.last_jump;
        if (memory.last_jump != 0 && ratio > 0.6 && ratio < 1 / 0.6) {
            ++benchmark.flips;
            benchmark.jumps.add(std::abs(jump));
            memory.jumps.add(std::abs(jump));
        }
        memory.last_jump = jump;
    }

    double sigma(const TestbedMemory& testbed, std::size_t row) {
        const SeriesMemory& memory = series_[of_row_[row]];
        if (memory.differences.size() >= 4 && memory.unchanged * 2 >= memory.count)
            return memory.differences.mean() * 0.886;
        return benchmark_of(row).bimodal()
                   ? quiet_sigma(testbed, row)
                   : sigma_at(testbed.scale() / median_of_difference, row, 0.5, median_of_difference);
    }
    // By a low quartile, which half of the differences being flips does not disturb.
    double quiet_sigma(const TestbedMemory& testbed, std::size_t row) {
        const double scale =
            std::min(testbed.near.middle() / median_of_difference, testbed.near.quiet() / quartile_of_difference);
        return sigma_at(scale, row, 0.25, quartile_of_difference);
    }

    // What `quiet_sigma` cannot fall below, as the series itself tells: most jumps are so small that this is enough.
    static double least_quiet_sigma(const SeriesMemory& memory) {
        constexpr double for_rounding = 1 - 1e-9;
        if (memory.differences.size() < trusted_alone) return 0;
        const double n = own_weight * static_cast<double>(memory.differences.size());
        const double own = memory.differences.quantile(0.25) / quartile_of_difference;
        return for_rounding * own * std::sqrt(n / (borrowed_degrees + n));
    }

    double sigma_at(double scale, std::size_t row, double p, double normal) {
        const SeriesMemory& memory = series_[of_row_[row]];
        const auto n = static_cast<double>(memory.differences.size());
        double own = memory.differences.quantile(p) / normal;
        const auto& ratios = benchmark_of(row).ratios;
        const auto m = static_cast<double>(ratios.size());
        const double typical = ratios.quantile(p) * median_of_difference / normal;
        const double expected = scale * (typical > 0 ? std::exp(m / (m + 6) * std::log(typical)) : 1);
        if (expected == 0) return own;
        if (memory.differences.size() < trusted_alone) own = std::min(own, 2 * expected);
        return std::sqrt((borrowed_degrees * expected * expected + own_weight * n * own * own) /
                         (borrowed_degrees + own_weight * n));
    }

    const Context& context_;
    std::vector<std::uint32_t> of_row_;
    std::vector<std::size_t> starts_, rows_;
    std::vector<SeriesMemory> series_;
    std::vector<TestbedMemory> testbeds_;
    std::vector<BenchmarkMemory> benchmarks_;
    std::vector<RowNoise> noise_;
};

}  // namespace

std::vector<RowNoise> run_noise(const Context& context) {
    return Pass{context}.run();
}

}  // namespace benchfolio::analysis
