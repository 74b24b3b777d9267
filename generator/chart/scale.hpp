// From values to pixels: which part of the number line an axis shows, and where a value lies on it.
#pragma once

#include <span>
#include <vector>

namespace benchfolio::chart {

// The part of the number line an axis shows.
struct Domain {
    double low = 0, high = 1;
    bool logarithmic = false;
    bool contains(double value) const { return low <= value && value <= high; }
};

// The domain of the values of one axis. Logarithmic where all are positive and the largest is at least five times the
// smallest, else linear, of at least a tenth of the middle value (or noise would look like change). The extreme half
// percent at either end stays outside where it lies far off, and is drawn as an arrow; `always` stays inside. The ends
// lie on a grid, so that the next value seldom moves them. Empty input gives 0 to 1.
Domain value_domain(std::span<const double> values, std::span<const double> always);

// The same, linear and at least from -reach to reach: for differences from a centre.
Domain difference_domain(std::span<const double> values, double reach);

class Scale {
  public:
    Scale(const Domain& domain, double pixel_low, double pixel_high);

    double operator()(double value) const;  // not clipped; on a logarithmic scale `value` > 0
    double clipped(double value) const;     // the nearer end for what lies beyond
    const Domain& domain() const { return domain_; }

  private:
    Domain domain_;
    double origin_, slope_;
};

}  // namespace benchfolio::chart
