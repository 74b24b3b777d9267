// Which parameter of a benchmark plays which part in a plot.
#pragma once

#include <string>
#include <vector>

namespace benchfolio::analysis {

struct ParameterRoles {
    std::vector<std::string> lines;  // name patterns: their values make the lines of a plot; empty: chosen by the data
    std::vector<std::string> pages;  // name patterns: their values make separate pages
    std::vector<std::string> exclude;  // "name=pattern": benchmarks left off scaling and group plots; counted there
};

}  // namespace benchfolio::analysis
