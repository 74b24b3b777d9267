// A history to measure speed on: noise of a few percent, and a step now and then.
#pragma once

#include <cstddef>

#include "model/history.hpp"

namespace benchfolio::detection {

// As many series, on five testbeds, each of as many points; a fifth of the series have three steps of 10 % in between.
model::History history_to_time(std::size_t series, std::size_t points);

}  // namespace benchfolio::detection
