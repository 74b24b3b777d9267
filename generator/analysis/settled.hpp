// What the distributions between runs are drawn from.
//
// One more run moves every point of a density a little, and says next to nothing. So these distributions are taken over
// the runs before the month of the archive's newest run, and refresh when a month begins: the pictures of all other
// nights are those of the night before, byte for byte.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/report.hpp"
#include "model/history.hpp"
#include "model/time.hpp"

namespace benchfolio::analysis {

// With fewer before the month, all count: as many as a violin needs.
inline constexpr std::size_t settled_runs = 30;

// The first day of the month (UTC) of the newest run; there has to be one.
model::Time settled_until(const model::History& history);

// The rows [first, last) of a series that a distribution is of.
struct Settled {
    std::size_t first = 0, last = 0;
    std::optional<model::Time> until;  // nothing: all rows
};

Settled all_rows(const model::Series& series);
Settled rows_until(const model::History& history, const model::Series& series, model::Time until);

// Those until the month, where in these steps at least `settled_runs` of them have an estimate, else all. `estimate`:
// by row of the columns.
Settled settled(const model::History& history, std::span<const double> estimate, const model::Series& series,
                std::span<const Step> steps);

// The estimates of those rows over the median that they have in their step, ascending, of the steps where that is
// positive. `steps` are those of the series under one version of the suite.
std::vector<double> settled_values(std::span<const double> estimate, const model::Series& series,
                                   std::span<const Step> steps, const Settled& rows);

}  // namespace benchfolio::analysis
