// The one number that stands for a benchmark in a run.
#pragma once

#include <vector>

#include "analysis/options.hpp"
#include "analysis/report.hpp"
#include "model/history.hpp"

namespace benchfolio::analysis {

struct Estimates {
    std::vector<double> value;           // by row; model::absent where there is none
    std::vector<EstimateSource> source;  // by row
};

// The preferred column, and where a row lacks it the first recorded of median, mean and minimum.
Estimates estimates(const model::Columns& columns, Estimate preferred);

}  // namespace benchfolio::analysis
