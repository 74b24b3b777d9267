#include "analysis/arrivals.hpp"

#include <algorithm>
#include <cmath>

namespace benchfolio::analysis {

void Arrivals::add(std::span<const RowRange> rows, std::uint32_t begin) {
    while (!rows.empty() && run_[rows.front().last - 1] < begin) rows = rows.subspan(1);
    next_.push_back(std::numeric_limits<std::uint64_t>::max());
    rest_.push_back({rows, 0});
    if (rows.empty()) return;
    const auto runs = run_.subspan(rows.front().first, rows.front().last - rows.front().first);
    const auto first = std::ranges::lower_bound(runs, begin) - runs.begin();
    seek(static_cast<std::uint32_t>(rest_.size() - 1), rows.front().first + static_cast<std::size_t>(first));
}

Arrivals::Arrival Arrivals::next() const {
    std::uint64_t first = std::numeric_limits<std::uint64_t>::max();
    for (const std::uint64_t next : next_) first = std::min(first, next);
    const auto run = static_cast<std::uint32_t>(first >> 32), series = static_cast<std::uint32_t>(first);
    return run == none ? Arrival{} : Arrival{run, series, rest_[series].row};
}

// To the first result that is there from this row on.
void Arrivals::seek(std::uint32_t series, std::size_t row) {
    Rest& rest = rest_[series];
    for (;;) {
        while (row < rest.rows.front().last && std::isnan(value_[row])) ++row;
        if (row < rest.rows.front().last) break;
        rest.rows = rest.rows.subspan(1);
        if (rest.rows.empty()) break;
        row = rest.rows.front().first;
    }
    rest.row = row;
    next_[series] = std::uint64_t{rest.rows.empty() ? none : run_[row]} << 32 | series;
}

}  // namespace benchfolio::analysis
