#include "analysis/estimate.hpp"

#include <array>
#include <cmath>

namespace benchfolio::analysis {
namespace {

struct Choice {
    EstimateSource source;
    const std::vector<double>& column;
};

std::array<Choice, 4> choices(const model::Columns& columns, Estimate preferred) {
    const Choice median{EstimateSource::median, columns.median}, mean{EstimateSource::mean, columns.mean},
        min{EstimateSource::min, columns.min};
    const Choice& first = preferred == Estimate::median ? median : preferred == Estimate::mean ? mean : min;
    return {first, median, mean, min};
}

}  // namespace

Estimates estimates(const model::Columns& columns, Estimate preferred) {
    Estimates result{std::vector<double>(columns.size(), model::absent),
                     std::vector<EstimateSource>(columns.size(), EstimateSource::none)};
    const auto order = choices(columns, preferred);
    for (std::size_t row = 0; row < columns.size(); ++row)
        for (const Choice& choice : order) {
            if (std::isnan(choice.column[row])) continue;
            result.value[row] = choice.column[row];
            result.source[row] = choice.source;
            break;
        }
    return result;
}

}  // namespace benchfolio::analysis
