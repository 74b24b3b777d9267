#include "stats/distributions.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace benchfolio::stats {

double student_t_quantile(double p, double degrees) {
    return boost::math::quantile(boost::math::students_t{degrees}, p);
}

double normal_quantile(double p) {
    return boost::math::quantile(boost::math::normal{}, p);
}

double student_t_tail(double x, double degrees) {
    return boost::math::cdf(boost::math::complement(boost::math::students_t{degrees}, x));
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

}  // namespace benchfolio::stats
