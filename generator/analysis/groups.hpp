// Benchmarks shown together.
#pragma once

#include <vector>

#include "analysis/context.hpp"
#include "analysis/report.hpp"

namespace benchfolio::analysis {

// By name; every benchmark is in exactly one.
std::vector<Group> groups(const model::History& history, const ParameterRoles& roles);

}  // namespace benchfolio::analysis
