#include "stats/difference.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numbers>

#include "stats/distributions.hpp"
#include "stats/finite.hpp"
#include "stats/quantile.hpp"
#include "stats/summary.hpp"

namespace benchfolio::stats {
namespace {

double variance_of_median(std::span<const double> values) {
    const double error = *standard_deviation(values) * error_of_median(values.size());
    return error * error;
}

double squared_over(double variance, std::size_t n) {
    return variance * variance / static_cast<double>(n - 1);
}

}  // namespace

double error_of_median(std::size_t n) {
    const double of_mean = 1 / std::sqrt(static_cast<double>(n));
    return n <= 2 ? of_mean : of_mean * std::sqrt(std::numbers::pi / 2);
}

Interval Difference::interval(double level) const {
    const double reach = error == 0 ? 0 : error * student_t_quantile((1 + level) / 2, degrees);
    return {value - reach, value + reach};
}

double Difference::p() const {
    if (error == 0) return value == 0 ? 1 : 0;
    const boost::math::students_t distribution{degrees};
    return 2 * boost::math::cdf(boost::math::complement(distribution, std::abs(value) / error));
}

double Difference::visible() const {
    constexpr double power = 0.80;
    return error == 0 ? 0 : error * (student_t_quantile(0.975, degrees) + normal_quantile(power));
}

std::optional<Difference> difference_of_medians(std::span<const double> first, std::span<const double> second) {
    const auto low = ascending(first), high = ascending(second);
    if (low.size() < 2 || high.size() < 2) return std::nullopt;
    const double before = variance_of_median(low), after = variance_of_median(high), both = before + after;
    const double share = squared_over(before, low.size()) + squared_over(after, high.size());
    const auto all = static_cast<double>(low.size() + high.size() - 2);
    return Difference{*median(high) - *median(low), std::sqrt(both), share > 0 ? both * both / share : all};
}

}  // namespace benchfolio::stats
