// How benchmarks grow with the numbers they are parametrised by.
#pragma once

#include <vector>

#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// A family is the benchmarks of one function with the same parameter names. Each of its parameters with at least two
// numeric values, unless the configuration gives it another role, is the axis of a plot. Of the other parameters, the
// configured ones make the lines; without configuration (or where it names none of them) the non-numeric one with the
// most values does. The configured page parameters, by default all that remain, make separate plots, one an entry here.
// Entries are by title, parameter, panel, measure; one whose benchmarks have fewer than two sizes is left out, because
// it shows no growth.
std::vector<Scaling> scalings(const Context& context);

}  // namespace benchfolio::analysis
