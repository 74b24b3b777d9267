#include "stats/moderated.hpp"

#include <algorithm>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/polygamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "stats/finite.hpp"
#include "stats/summary.hpp"

namespace benchfolio::stats {
namespace {

using boost::math::digamma;
using boost::math::trigamma;

// Newton's method on 1 / trigamma, which is nearly a straight line (Smyth 2004, appendix).
double inverse_trigamma(double x) {
    double y = 0.5 + 1 / x;
    for (int step = 0; step < 50; ++step) {
        const double value = trigamma(y);
        const double change = value * (1 - value / x) / boost::math::polygamma(2, y);
        y += change;
        if (-change < 1e-10 * y) break;
    }
    return y;
}

}  // namespace

VariancePrior variance_prior(std::span<const double> variances, std::span<const double> degrees) {
    require_finite(variances);
    require_finite(degrees);
    if (variances.size() != degrees.size()) throw std::invalid_argument{"as many degrees of freedom as variances"};
    std::vector<double> logarithms;
    double expected = 0;  // of their variance, if all came from one
    for (std::size_t i = 0; i < variances.size(); ++i) {
        if (!(variances[i] > 0) || !(degrees[i] > 0)) continue;
        logarithms.push_back(std::log(variances[i]) - digamma(degrees[i] / 2) + std::log(degrees[i] / 2));
        expected += trigamma(degrees[i] / 2);
    }
    if (logarithms.size() < 3) return {};
    const double centre = *mean(logarithms), deviation = *standard_deviation(logarithms);
    const double excess = deviation * deviation - expected / static_cast<double>(logarithms.size());
    const double half = excess > 0 ? std::min(inverse_trigamma(excess), many_degrees / 2) : many_degrees / 2;
    return {std::exp(centre + digamma(half) - std::log(half)), 2 * half};
}

ModeratedVariance moderated(double variance, double degrees, const VariancePrior& prior) {
    const double sum = degrees + prior.degrees;
    if (!(sum > 0)) return {variance, degrees};
    return {(degrees * variance + prior.degrees * prior.variance) / sum, sum};
}

}  // namespace benchfolio::stats
