// A stretch of an axis.
#pragma once

namespace benchfolio::chart {

struct Span {
    double from = 0, to = 0;
};

}  // namespace benchfolio::chart
