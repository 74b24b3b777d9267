// How a quantity grows with another: both axes logarithmic, a line a variant told apart by its style and its label.
#pragma once

#include <string>
#include <vector>

#include "chart/picture.hpp"

namespace benchfolio::chart {

struct ScalingCurve {
    std::string label;                       // "qutip_csr n^1.25" with the exponent written above the line
    std::vector<std::vector<Point>> pieces;  // joined within, not between: a size in between was not measured
};

struct ScalingPlot {
    std::string id, title, description;
    std::string note;       // "median of the last 10 runs"
    std::string parameter;  // the x axis
    std::string unit;       // of y
    Identity identity = other;
    std::vector<ScalingCurve> curves;  // of positive x and y
};

// 344 wide, 270 high or more. Faint lines show growth as n, n² and n³.
Picture lay_out(const ScalingPlot& plot);

// "n¹·²⁵": an exponent with two decimals in superscript digits.
std::string power_text(double exponent);

}  // namespace benchfolio::chart
