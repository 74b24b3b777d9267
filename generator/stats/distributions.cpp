#include "stats/distributions.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>

namespace benchfolio::stats {
namespace {

// Twelve digits do: long double takes four times as long.
using Plain = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

}  // namespace

double student_t_quantile(double p, double degrees) {
    return boost::math::quantile(boost::math::students_t_distribution<double, Plain>{degrees}, p);
}

double normal_quantile(double p) {
    return boost::math::quantile(boost::math::normal{}, p);
}

double student_t_tail(double x, double degrees) {
    return boost::math::cdf(boost::math::complement(boost::math::students_t_distribution<double, Plain>{degrees}, x));
}

double normal_tail(double x) {
    return boost::math::cdf(boost::math::complement(boost::math::normal{}, x));
}

double binomial_tail(std::size_t count, std::size_t trials, double p) {
    if (count == 0) return 1;
    if (count > trials) return 0;
    const boost::math::binomial distribution{static_cast<double>(trials), p};
    return boost::math::cdf(boost::math::complement(distribution, static_cast<double>(count - 1)));
}

double beta_binomial_tail(std::size_t count, std::size_t trials, double a, double b) {
    if (count > trials) return 0;
    const auto n = static_cast<double>(trials);
    double below = 0;
    double one = std::exp(boost::math::lgamma(n + b) - boost::math::lgamma(n + a + b) + boost::math::lgamma(a + b) -
                          boost::math::lgamma(b));  // of none
    for (std::size_t k = 0; k < count; ++k) {
        below += one;
        const auto done = static_cast<double>(k);
        one *= (n - done) / (done + 1) * (done + a) / (n - done - 1 + b);
    }
    return std::clamp(1 - below, 0.0, 1.0);
}

}  // namespace benchfolio::stats
