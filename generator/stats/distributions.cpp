#include "stats/distributions.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace benchfolio::stats {

double student_t_quantile(double p, double degrees) {
    return boost::math::quantile(boost::math::students_t{degrees}, p);
}

double normal_quantile(double p) {
    return boost::math::quantile(boost::math::normal{}, p);
}

}  // namespace benchfolio::stats
