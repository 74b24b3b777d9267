// What continuity is about: the results of each benchmark and measure, and those relative to a baseline, told apart by
// configuration.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "analysis/configurations.hpp"
#include "analysis/context.hpp"
#include "analysis/continuity.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

struct TrackValue {
    std::uint32_t run = 0;
    double value = 0;  // above zero
};

struct MeasuredTrack {
    Track track;
    std::map<std::uint32_t, std::vector<TrackValue>> values;  // by configuration, each by time
    std::map<std::uint32_t, std::uint32_t> not_positive;      // by configuration: results that have no logarithm
    // By testbed and version of the suite: between runs, of ln x. Nothing where it is not known.
    std::map<std::pair<std::uint32_t, model::Suite>, double> noise;
};

// By benchmark, then measure.
std::vector<MeasuredTrack> absolute_tracks(const Context& context, const std::vector<SeriesReport>& reports,
                                           const Configurations& known);

// How many times better than its baseline each benchmark is that [[relative]] names: baseline / value where lower is
// better, else value / baseline. A baseline of others is no such benchmark itself. What has no baseline is added to
// `without`.
std::vector<MeasuredTrack> relative_tracks(const Context& context, const std::vector<SeriesReport>& reports,
                                           const Configurations& known, std::vector<WithoutBaseline>& without);

}  // namespace benchfolio::analysis
