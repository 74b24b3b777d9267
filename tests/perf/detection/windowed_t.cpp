#include "perf/detection/windowed_t.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace benchfolio::detection {
namespace {

using Values = std::span<const double>;

// What was seen at one value.
struct Look {
    double t = 0;
    double magnitude = 0;
    bool complete = false;  // both windows were long enough
};

Look look(Values back, Values fore, const WindowedTOptions& options) {
    const double before = window_moments(back).mean, after = window_moments(fore).mean;
    return {window_t(back, fore), std::abs(after / before - 1),
            back.size() >= options.min_back && fore.size() >= options.fore};
}

// At each value from the second on; the first has nothing before it.
std::vector<Look> looks(Values values, const WindowedTOptions& options) {
    const std::vector<double> backwards(values.rbegin(), values.rend());
    std::vector<Look> result(values.size());
    std::size_t quiet = 0;  // values since the last that looked like a change
    for (std::size_t i = 1; i < values.size(); ++i) {
        const std::size_t reach = std::min(i, std::clamp(quiet, options.min_back, options.max_back));
        const Values back = Values(backwards).subspan(values.size() - i, reach);
        result[i] = look(back, values.subspan(i, std::min(options.fore, values.size() - i)), options);
        quiet = result[i].t > options.threshold ? 0 : quiet + 1;
    }
    return result;
}

}  // namespace

WindowMoments window_moments(Values nearest_first) {
    const std::size_t n = nearest_first.size();
    double sum = 0, weights = 0;
    for (std::size_t k = 0; k < n; ++k) {
        const double weight = static_cast<double>(n - k) / static_cast<double>(n);
        sum += weight * nearest_first[k];
        weights += weight;
    }
    WindowMoments result{n > 0 ? sum / weights : 0, 0};
    if (n < 2) return result;
    for (const double value : nearest_first) result.variance += (value - result.mean) * (value - result.mean);
    result.variance /= static_cast<double>(n - 1);
    return result;
}

double window_t(Values back, Values fore) {
    if (back.empty() || fore.empty()) return 0;
    const WindowMoments before = window_moments(back), after = window_moments(fore);
    const double difference = std::abs(after.mean - before.mean);
    if (difference == 0) return 0;
    const double variance =
        before.variance / static_cast<double>(back.size()) + after.variance / static_cast<double>(fore.size());
    return variance == 0 ? std::numeric_limits<double>::infinity() : difference / std::sqrt(variance);
}

std::vector<std::size_t> windowed_t(Values values, const WindowedTOptions& options) {
    const auto seen = looks(values, options);
    std::vector<std::size_t> changes;
    for (std::size_t i = 1; i < seen.size(); ++i) {
        const bool peak = seen[i - 1].t <= seen[i].t && (i + 1 == seen.size() || seen[i + 1].t <= seen[i].t);
        if (seen[i].complete && seen[i].t > options.threshold && peak && seen[i].magnitude >= options.min_magnitude)
            changes.push_back(i);
    }
    return changes;
}

}  // namespace benchfolio::detection
