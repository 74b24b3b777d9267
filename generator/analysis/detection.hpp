// Where the levels of all series changed, found run by run without looking ahead.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/changes.hpp"
#include "analysis/context.hpp"

namespace benchfolio::analysis {

// A change of one series, by rows of the columns.
struct Detection {
    std::uint32_t series = 0;
    std::size_t last_row_before = 0, first_row_after = 0;
    std::uint32_t runs_after = 0;  // until the next change or the end
    ChangeState state = ChangeState::watching;
    std::optional<std::uint32_t> confirmed_by, retracted_by;  // runs
    double sigma = 0;                                         // of the values about their level, when it was found
};

// By series, then first row after.
std::vector<Detection> detect(const Context& context);

// Those of one series.
std::span<const Detection> of_series(std::span<const Detection> detections, std::uint32_t series);

}  // namespace benchfolio::analysis
