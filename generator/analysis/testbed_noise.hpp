// What was known of a testbed, when a run came in, of how much its results vary; and which runs a busy host disturbed.
//
// All of it is causal: what is said of a run depends on nothing later, but for whether the run was disturbed, which the
// next run of the testbed tells. A run stands elsewhere where the median over its benchmarks, of the distance to the
// median of their last five values, is more than four typical sigma. Two more such runs of the testbed make it a change
// of the whole suite.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "stats/few.hpp"
#include "stats/rolling_order.hpp"

namespace benchfolio::analysis {

enum class Admission : std::uint8_t {
    at_once,
    late,  // the whole suite was elsewhere, and stayed there: counts from the third such run of the testbed on
    never  // the whole suite was elsewhere, and was back in the next run but one at most, or that is not known yet
};

// Of one measure of one run.
struct RunNoise {
    // Of the newest 60 runs of the testbed, each by its median |difference| to the run before over the benchmarks.
    double middle = 0;  // median
    double quiet = 0;   // lower quartile
    // Of the variance of a mean, for what neighbours have in common.
    double inflation = 1;
    Admission admission = Admission::at_once;

    template <typename Visitor>
    void visit_state(Visitor& visit) {
        visit(middle, quiet, inflation, admission);
    }
};

// The newest values of one series.
struct Recent {
    std::array<double, stats::few> values{};
    std::uint32_t count = 0;
    std::uint32_t epoch = 0;  // of the testbed, when the newest came

    double last() const { return values[(count - 1) % values.size()]; }
    double fourth_last() const { return values[(count - 4) % values.size()]; }
    double centre() const {
        return stats::centre_of_few(std::span{values}.first(std::min<std::size_t>(count, values.size())));
    }
    void add(double value) { values[count++ % values.size()] = value; }

    template <typename Visitor>
    void visit_state(Visitor& visit) {
        for (double& value : values) visit(value);
        visit(count, epoch);
    }
};

// What the newest runs say, one number each: their median over the benchmarks.
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

    template <typename Visitor>
    void visit_state(Visitor& visit) {
        visit(newest_, middle_, quiet_);
    }

  private:
    stats::RollingOrder newest_{60};
    double middle_ = 0, quiet_ = 0;
};

// A result of a run.
struct Cell {
    double value = 0;
    std::uint32_t series = 0;  // among those of the testbed and measure

    template <typename Visitor>
    void visit_state(Visitor& visit) {
        visit(value, series);
    }
};

// One measure of the runs of one testbed, as they come in.
class TestbedNoise {
  public:
    explicit TestbedNoise(std::size_t series) : series_(series) {}

    // `noise_of` gives the place of what is known of a run: of this one, and of those before it that it settles.
    template <typename NoiseOf>
    void take(std::uint32_t run, std::span<const Cell> cells, NoiseOf noise_of) {
        const std::optional<double> shift = shift_of(cells);
        const bool stays =
            shift && !held_.empty() && *shift * held_shift_ > 0 && std::abs(*shift) > std::abs(held_shift_) / 2;
        const bool moved = stays && held_.size() >= 2;
        if (moved)
            for (const std::uint32_t held : held_) noise_of(held).admission = Admission::late;
        if (moved) admit_held();
        if (!stays || moved) held_.clear(), held_cells_.clear();
        if (!stays) held_shift_ = shift.value_or(0);
        if (!moved && (stays || (shift && is_elsewhere(*shift))))
            hold(run, cells), noise_of(run).admission = Admission::never;
        else
            enter(cells);
        RunNoise& known = noise_of(run);
        known.middle = near_.middle();
        known.quiet = near_.quiet();
        known.inflation = inflation();
    }

    // What is known, to be kept or restored; of the first so many series, which are those that had results.
    template <typename Visitor>
    void visit_state(std::size_t series, Visitor& visit) {
        for (Recent& newest : std::span{series_}.first(series)) visit(newest);
        visit(near_, far_, epoch_, held_, held_cells_, held_shift_);
    }

  private:
    std::vector<Recent> series_;
    RunAverage near_, far_;  // median |difference| over the benchmarks, to the run before and to the fourth before
    std::uint32_t epoch_ = 0;
    std::vector<std::uint32_t> held_;  // runs that stood elsewhere,
    std::vector<Cell> held_cells_;     // and their results
    double held_shift_ = 0;
    std::vector<double> moved_, differences_;  // of the run at hand

    std::optional<double> shift_of(std::span<const Cell> cells);
    bool is_elsewhere(double shift) { return std::abs(shift) > 4 * spread(shift); }
    double spread(double shift);
    void hold(std::uint32_t run, std::span<const Cell> cells);
    void admit_held();
    void enter(std::span<const Cell> cells);
    void admit(std::span<const Cell> cells);
    double inflation() const;

    template <typename DifferenceOf>
    void add_median(RunAverage& average, std::span<const Cell> cells, DifferenceOf difference_of);
};

}  // namespace benchfolio::analysis
