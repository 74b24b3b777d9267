// All benchmarks by group, each with its newest value and its latest change; on the home page.
#pragma once

#include "site/page.hpp"

namespace benchfolio::site {

// `each`: one row a benchmark; else one row a group.
void set_benchmark_list(html::Values& values, const Page& page, bool each);

// The row of one benchmark; nothing where no result of it could be used.
std::optional<html::Values> benchmark_row(const Page& page, std::uint32_t benchmark);

// Hands the sparkline of every benchmark's leading series to the sink: lists show the file, so that a page of hundreds
// of rows stays small.
void render_sparkline(const Page& page, std::uint32_t benchmark);

}  // namespace benchfolio::site
