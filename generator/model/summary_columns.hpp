// The columns that stand in files of results as they are, beside the estimate and n: written by site, read by ingest.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "model/history.hpp"

namespace benchfolio::model {

struct SummaryColumn {
    std::string_view name;
    std::vector<double> Columns::*cells;
};
inline constexpr std::array<SummaryColumn, 7> summary_columns{{{"mean", &Columns::mean},
                                                               {"stddev", &Columns::stddev},
                                                               {"min", &Columns::min},
                                                               {"q1", &Columns::q1},
                                                               {"median", &Columns::median},
                                                               {"q3", &Columns::q3},
                                                               {"max", &Columns::max}}};

}  // namespace benchfolio::model
