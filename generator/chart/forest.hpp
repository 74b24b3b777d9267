// Ratios beneath each other on one logarithmic axis about 1, each with its interval, over what noise alone does: a
// forest plot (Lewis & Clarke, Forest plots: trying to see the wood and the trees, BMJ 2001;322:1479).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart/picture.hpp"
#include "chart/span.hpp"

namespace benchfolio::chart {

// What a row's mark says by its fill: the interval lies clear of the noise (filled), it does not (hollow), or nothing
// can be told (hollow, dashed interval).
enum class Certainty { clear, within_noise, unknown };

struct ForestRow {
    std::string label;
    std::string value;  // the ratio in words
    Certainty certainty = Certainty::unknown;
    double ratio = 1;              // positive
    std::optional<Span> interval;  // of the ratio, positive
    std::optional<double> noise;   // .02: a band from 1/1.02 to 1.02
};

// Rows of one verdict.
struct ForestGroup {
    std::string heading;
    Text::Tone tone = Text::Tone::ink;  // of the heading and the values
    std::vector<ForestRow> rows;
    std::string rest;  // a line below them about those not drawn; empty: none
};

// What all of them come to, as a diamond over its interval.
struct ForestMean {
    std::string label, value;
    double ratio = 1;  // positive
    std::optional<Span> interval;
};

struct Forest {
    Size size = Size::wide;
    std::string id, title, description;
    std::string below_one, above_one;  // "← faster", "slower →"
    bool lower_is_better = true;       // which of the two is the worse
    Identity identity = other;
    std::vector<ForestGroup> groups;
    std::vector<ForestMean> means;
};

// How far the axis goes from 1 either way: the least of 1.25, 1.5 and 2 that all rows fit in. Where none does, the
// least of 2, 5, 10, 100 and 1000 that leaves at most one row in twenty (but one in any case) beyond; these become
// arrows. What is unknown counts without its interval.
double span_of(const Forest& forest);

// 760 (wide) or 344 (narrow) pixels wide, as high as its rows need.
Picture lay_out(const Forest& forest);

}  // namespace benchfolio::chart
