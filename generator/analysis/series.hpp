// Everything the report says of one benchmark x measure x testbed.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/context.hpp"
#include "analysis/detection.hpp"
#include "analysis/noise.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

struct SeriesAnalysis {
    SeriesReport report;
    std::vector<Change> changes;  // of this series alone: nobody else was asked yet
};

// Its levels, its noise between runs, whether it has two modes, and its changes; nothing else. `detections` are those
// of the series.
SeriesAnalysis analyse_levels(const Context& context, std::uint32_t series, std::span<const Detection> detections);
// All of it.
SeriesAnalysis analyse_series(const Context& context, std::uint32_t series, std::span<const Detection> detections);

}  // namespace benchfolio::analysis
