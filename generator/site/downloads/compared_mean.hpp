// One mean of a comparison in the data files: of runs as of releases.
#pragma once

#include <span>

#include "analysis/compared_aggregate.hpp"
#include "model/benchmark.hpp"
#include "site/downloads/members.hpp"

namespace benchfolio::site::downloads {

void add_mean(Members& to, std::span<const model::Measure> measures, const analysis::ComparedAggregate& mean);

}  // namespace benchfolio::site::downloads
