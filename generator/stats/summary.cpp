#include "stats/summary.hpp"

#include <algorithm>
#include <cmath>

#include "stats/finite.hpp"
#include "stats/quantile.hpp"

namespace benchfolio::stats {
namespace {

// A running sum that also keeps what rounding took away.
class CompensatedSum {
  public:
    void add(double value) {
        const double next = sum_ + value;
        lost_ += std::abs(sum_) >= std::abs(value) ? (sum_ - next) + value : (value - next) + sum_;
        sum_ = next;
    }
    double value() const { return sum_ + lost_; }

  private:
    double sum_ = 0, lost_ = 0;
};

double mean_of_some(std::span<const double> values) {
    CompensatedSum sum;
    for (const double value : values) sum.add(value);
    return sum.value() / static_cast<double>(values.size());
}

double largest_deviation(std::span<const double> values, double centre) {
    double largest = 0;
    for (const double value : values) largest = std::max(largest, std::abs(value - centre));
    return largest;
}

// Deviations are scaled by the largest, so that squaring neither overflows nor underflows.
double deviation_about(std::span<const double> values, double centre) {
    const double scale = largest_deviation(values, centre);
    if (scale == 0) return 0;
    CompensatedSum squares, rest;
    for (const double value : values) {
        const double deviation = (value - centre) / scale;
        squares.add(deviation * deviation);
        rest.add(deviation);
    }
    const auto n = static_cast<double>(values.size());
    return scale * std::sqrt((squares.value() - rest.value() * rest.value() / n) / (n - 1));
}

}  // namespace

std::optional<double> mean(std::span<const double> values) {
    require_finite(values);
    if (values.empty()) return std::nullopt;
    return mean_of_some(values);
}

std::optional<double> standard_deviation(std::span<const double> values) {
    require_finite(values);
    if (values.size() < 2) return std::nullopt;
    return deviation_about(values, mean_of_some(values));
}

std::optional<Summary> summarise(std::span<const double> ascending) {
    require_finite(ascending);
    if (ascending.empty()) return std::nullopt;
    Summary summary;
    summary.n = ascending.size();
    summary.mean = mean_of_some(ascending);
    if (summary.n > 1) summary.standard_deviation = deviation_about(ascending, summary.mean);
    summary.min = ascending.front();
    summary.q1 = quantile(ascending, 0.25);
    summary.median = quantile(ascending, 0.5);
    summary.q3 = quantile(ascending, 0.75);
    summary.max = ascending.back();
    const Whiskers ends = whiskers(ascending, summary.q1, summary.q3);
    summary.whisker_low = ends.low;
    summary.whisker_high = ends.high;
    return summary;
}

Whiskers whiskers(std::span<const double> ascending, double q1, double q3) {
    const Outliers beyond = outliers(ascending, q1, q3);
    const auto inside = ascending.subspan(beyond.low.size(), ascending.size() - beyond.low.size() - beyond.high.size());
    if (inside.empty()) return {q1, q3};
    return {std::min(inside.front(), q1), std::max(inside.back(), q3)};
}

Outliers outliers(std::span<const double> ascending, double q1, double q3) {
    const double reach = 1.5 * (q3 - q1);
    const auto low = std::ranges::lower_bound(ascending, q1 - reach);
    const auto high = std::upper_bound(low, ascending.end(), q3 + reach);
    return {{ascending.begin(), low}, {high, ascending.end()}};
}

}  // namespace benchfolio::stats
