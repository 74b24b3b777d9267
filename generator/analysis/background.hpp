// How the results of one testbed vary while nothing changes: what the gate holds a new result against by default.
//
// A result, on a log scale, is taken as level of its benchmark + shift of its run + noise of its own:
// - Level: the mean over the runs since the last confirmed change.
// - Shift: a busy host slows all benchmarks of a run alike. It is the median over the benchmarks of what their levels
//   leave, and levels and shifts are found in turn (median polish: Tukey, Exploratory Data Analysis, 1977, chapter 11).
//   With fewer than `shift_series` benchmarks there is no telling it from the rest, and it counts as noise.
// - Noise: its variance is estimated from all levels of the benchmark and from those of the testbed's other benchmarks
//   (stats/moderated.hpp), so that ten runs say much.
// - Jumps: some results, and some runs, are off by far more than their noise, once, without a change: an interrupted
//   process, a neighbour on the machine. They are left out of levels and noise, counted, and their sizes kept, so that
//   a new result that jumps like this is not taken for a regression at once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace benchfolio::analysis {

// One benchmark in the past runs, by time.
struct PastSeries {
    std::vector<std::uint32_t> run;    // a number for each past run, ascending
    std::vector<double> value;         // ln of the estimate
    std::vector<std::uint32_t> level;  // which level it is on, ascending; the last one holds now
};

// Deviations that happen without a change: of results from their levels, or of runs from one another.
struct Variation {
    double centre = 0;
    std::uint32_t n = 0;   // values that `centre` is the mean of
    double deviation = 0;  // of one value
    double degrees = 0;    // of freedom of that; 0: not known
    double outlying = 0;   // further from the centre is a jump
};

// A result, or a whole run, that was off for once.
struct Jump {
    double size = 0;           // from what was to be expected
    std::uint32_t run = 0;     // as numbered by the past series
    std::uint32_t series = 0;  // as given; 0 for a whole run
};

struct Background {
    std::vector<Variation> series;  // as given
    Variation shift;                // of runs; degrees 0: too few benchmarks or runs, shifts are taken as none
    std::vector<Jump> jumps;        // of single results, by series and run
    std::vector<Jump> shift_jumps;  // of whole runs, by run
    std::size_t results = 0;        // that `jumps` are out of
    std::size_t runs = 0;           // that `shift_jumps` are out of
};

inline constexpr std::size_t shift_series = 10, shift_runs = 5;

Background background(std::span<const PastSeries> series, std::uint32_t runs);

// How often, of `all`, something jumps about like `size` does: in the same direction, and half to twice as far.
double jump_rate(std::span<const double> ascending, std::size_t all, double size);

}  // namespace benchfolio::analysis
