// E-divisive with means, as Apache Otava applies it: a competitor, not used by benchfolio.
//
// The statistic: Matteson & James, "A Nonparametric Approach for Multiple Change Point Analysis of Multivariate Data",
// JASA 109 (2014), with exponent 1. For X = Z[s, tau), Y = Z[tau, kappa), n = |X|, m = |Y|,
//     Q = 2/(m+n) sum sum |x-y| - 2m/((m+n)(n-1)) sum_{i<k} |xi-xk| - 2n/((m+n)(m-1)) sum_{j<k} |yj-yk|,
// a sum over single points being 0. A change is at the tau of the largest Q over all tau < kappa, and is kept where a
// t-test of what lies left and right of it, up to the neighbouring changes, has a small enough p; then again.
//
// Otava (github.com/apache/otava, "Hunter": Fleming et al., ICPE '23) runs that in overlapping windows with a relaxed
// p, so that a long history does not hide new changes, and then drops the weakest changes until all are significant.
// Its t-test pools the variances of populations (divided by n), as here.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace benchfolio::detection {

struct EDivisiveOptions {
    std::size_t window = 50;
    double max_p = 0.001;
    double min_magnitude = 0;  // relative, of the means
};

struct EDivisiveChange {
    std::size_t index = 0;  // of the first value after
    double p = 1;
    double magnitude = 0;  // the larger of |after / before - 1| and |before / after - 1|
};

// Ascending by index. Values are finite.
std::vector<EDivisiveChange> e_divisive(std::span<const double> values, const EDivisiveOptions& options = {});

// Where Q is largest, and how large; Q is 0 and the index 0 where there are fewer than two values.
struct Divide {
    std::size_t index = 0;
    double q = 0;
};
Divide best_divide(std::span<const double> values);

// Two-sided p of Student's t-test with pooled variance, the variances being of populations; 1 where there are fewer
// than three values, or where neither means nor values differ.
double t_test(std::span<const double> left, std::span<const double> right);

}  // namespace benchfolio::detection
