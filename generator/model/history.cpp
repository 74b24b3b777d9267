#include "model/history.hpp"

#include <algorithm>

namespace benchfolio::model {

std::string_view name_of(RejectionKind kind) { return kind == RejectionKind::broken ? "broken" : "foreign"; }

std::span<const Series> History::series_of(std::uint32_t benchmark) const {
    const auto [first, last] = std::ranges::equal_range(series, benchmark, {}, &Series::benchmark);
    return {first, last};
}

}  // namespace benchfolio::model
