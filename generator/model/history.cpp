#include "model/history.hpp"

#include <algorithm>

namespace benchfolio::model {

std::string_view name_of(RejectionKind kind) {
    return kind == RejectionKind::broken ? "broken" : "foreign";
}

void Columns::append(std::uint32_t of_run, const Summary& summary) {
    run.push_back(of_run);
    n.push_back(summary.n);
    from_samples.push_back(summary.from_samples ? 1 : 0);
    mean.push_back(summary.mean);
    stddev.push_back(summary.stddev);
    min.push_back(summary.min);
    q1.push_back(summary.q1);
    median.push_back(summary.median);
    q3.push_back(summary.q3);
    max.push_back(summary.max);
    whisker_low.push_back(summary.whisker_low);
    whisker_high.push_back(summary.whisker_high);
}

std::span<const Series> History::series_of(std::uint32_t benchmark) const {
    const auto [first, last] = std::ranges::equal_range(series, benchmark, {}, &Series::benchmark);
    return {first, last};
}

}  // namespace benchfolio::model
