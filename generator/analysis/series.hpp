// Everything the report says of one benchmark x measure x testbed.
#pragma once

#include <cstdint>

#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

SeriesReport series_report(const Context& context, std::uint32_t series);

}  // namespace benchfolio::analysis
