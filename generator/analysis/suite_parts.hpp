// The results of each series apart by the version of the suite that they were measured with. Results of two versions
// are never compared, joined or averaged, and neither is what is known of how much they vary: the detector takes each
// part as if there were no other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/history.hpp"

namespace benchfolio::analysis {

// Rows [first, last) of the columns, next to each other in one series.
struct RowRange {
    std::size_t first = 0, last = 0;
};

// What one version of the suite measured of a series. Never empty.
struct SuitePart {
    std::uint32_t series = 0;  // of the history
    std::uint32_t suite = 0;   // as SuiteParts numbers them
    std::uint32_t first_run = 0;
    std::uint32_t first_range = 0, last_range = 0;  // as SuiteParts has them
};

class SuiteParts {
  public:
    explicit SuiteParts(const model::History& history);

    // By benchmark, measure and suite, then series: what is known of one testbed helps on the next one.
    std::span<const SuitePart> parts() const { return parts_; }
    // By run. Another range begins where runs of another version stand between.
    std::span<const RowRange> rows(const SuitePart& part) const {
        return std::span{ranges_}.subspan(part.first_range, part.last_range - part.first_range);
    }
    // The version of a run's suite, numbered in the order of the runs; runs that record none have one of their own.
    std::uint32_t suite_of(std::uint32_t run) const { return suite_of_[run]; }

  private:
    std::vector<std::uint32_t> suite_of_;  // by run
    std::vector<RowRange> ranges_;
    std::vector<SuitePart> parts_;
};

}  // namespace benchfolio::analysis
