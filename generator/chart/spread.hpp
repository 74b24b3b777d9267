// Distributions beneath each other on one axis of differences: dots, a box, a violin or a summary, as much as is known.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chart/picture.hpp"

namespace benchfolio::chart {

enum class SpreadForm { dots, box, violin, summary };

// All values are differences from the row's own centre, as fractions: 0.01 is +1 %.
struct SpreadRow {
    std::string label;
    std::string note;   // below the label: the centre's value
    std::string count;  // "n = 50"
    Identity identity = other;
    SpreadForm form = SpreadForm::summary;
    std::optional<double> whisker_low, q1, median, q3, whisker_high;
    std::vector<double> values;  // the dots drawn, ascending
    std::vector<Point> density;  // of a violin: x ascending, y of any scale; violins get equal widths
    std::string unknown;         // why nothing is drawn; empty: something is
};

struct Spread {
    Size size = Size::wide;
    std::string id, title, description;
    std::vector<SpreadRow> rows;
};

// 760 (wide) or 344 (narrow) pixels wide, as high as its rows need.
Picture lay_out(const Spread& spread);

}  // namespace benchfolio::chart
