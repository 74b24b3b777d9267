#include "perf/detection/methods.hpp"

#include <cmath>
#include <limits>

#include "perf/detection/e_divisive.hpp"
#include "perf/detection/l1_potts.hpp"
#include "perf/detection/windowed_t.hpp"

namespace benchfolio::detection {
namespace {

using Values = std::span<const double>;
using Indices = std::vector<std::size_t>;

std::vector<double> logarithms(Values values) {
    std::vector<double> result;
    for (const double value : values) result.push_back(std::log(value));
    return result;
}

Indices by_e_divisive(Values values) {
    Indices indices;
    for (const auto& change : e_divisive(logarithms(values))) indices.push_back(change.index);
    return indices;
}

Indices by_l1_potts(Values values) {
    // asv weighs by the 99 % intervals that its own results have; those of other tools have none.
    const std::vector<double> unknown(values.size(), std::numeric_limits<double>::quiet_NaN());
    Indices indices;
    for (const auto& piece : potts_auto(logarithms(values), potts_weights(unknown)))
        if (piece.first > 0) indices.push_back(piece.first);
    return indices;
}

Indices by_windowed_t(Values values) {
    return windowed_t(values);
}

}  // namespace

const std::vector<Method>& peers() {
    static const std::vector<Method> methods{
        {"e_divisive", by_e_divisive}, {"l1_potts", by_l1_potts}, {"windowed_t", by_windowed_t}};
    return methods;
}

}  // namespace benchfolio::detection
