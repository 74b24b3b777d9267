// The results of a few series in the order of the runs, of which each has its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "analysis/suite_parts.hpp"

namespace benchfolio::analysis {

// A run is of one testbed, so seldom do two series have results of one run; then the first series comes first.
class Arrivals {
  public:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    // By row of the columns: the run, which ascends in a series, and the value, where absent ones are passed over.
    Arrivals(std::span<const std::uint32_t> run, std::span<const double> value) : run_{run}, value_{value} {}

    // One more series: its rows from the run `begin` on.
    void add(std::span<const RowRange> rows, std::uint32_t begin);

    struct Arrival {
        std::uint32_t run = none, series = 0;  // as they were added
        std::size_t row = 0;
    };
    // The next one: its run is `none` where all have come.
    Arrival next() const;
    void pass(const Arrival& arrival) { seek(arrival.series, arrival.row + 1); }

  private:
    struct Rest {
        std::span<const RowRange> rows;  // the first of which has the next result
        std::size_t row = 0;
    };

    std::span<const std::uint32_t> run_;
    std::span<const double> value_;
    std::vector<Rest> rest_;           // by series
    std::vector<std::uint64_t> next_;  // by series: the run of its next result, then the series, so as to be compared

    void seek(std::uint32_t series, std::size_t row);
};

}  // namespace benchfolio::analysis
