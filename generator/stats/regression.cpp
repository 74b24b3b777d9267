#include "stats/regression.hpp"

#include <stdexcept>

#include "stats/finite.hpp"
#include "stats/summary.hpp"

namespace benchfolio::stats {

std::optional<double> least_squares_slope(std::span<const double> x, std::span<const double> y) {
    if (x.size() != y.size()) throw std::invalid_argument{"a regression needs as many x as y"};
    require_finite(y);
    const auto centre = mean(x);
    if (!centre) return std::nullopt;
    const double middle = *mean(y);
    double products = 0, squares = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        products += (x[i] - *centre) * (y[i] - middle);
        squares += (x[i] - *centre) * (x[i] - *centre);
    }
    if (squares == 0) return std::nullopt;
    return products / squares;
}

}  // namespace benchfolio::stats
