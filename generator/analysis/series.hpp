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

// All of it, series by series; what the memo has of a series is not found again.
class SeriesAnalyser {
  public:
    explicit SeriesAnalyser(const Context& context);

    // From any thread.
    SeriesAnalysis operator()(std::uint32_t series, std::span<const Detection> detections) const;

  private:
    const Context& context_;
    std::vector<MemoKey> runs_;  // by run: all up to it; none without a memo

    SeriesAnalysis lasting(std::uint32_t series, std::span<const Detection> detections) const;
    MemoKey key(std::uint32_t series, std::span<const Detection> detections) const;
};

}  // namespace benchfolio::analysis
