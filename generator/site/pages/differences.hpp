// What two runs recorded differently.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/run.hpp"

namespace benchfolio::site {

struct Difference {
    std::string name, before, after;  // a value that was not recorded is "not recorded"
};

struct Comparison {
    std::vector<Difference> differences;  // by name
    std::size_t same = 0;                 // facts that both recorded alike
};

// Everything recorded about the machine, the environment, the commit and the suite.
Comparison compared(const model::Run& before, const model::Run& after);

// What may have made a change beside the commit (and beside the version that the commit is part of): versions of the
// environment, the suite and the system, in words, "numpy 2.3.4 → 2.4.0"; the first few by name. "nothing on record"
// where they are the same.
std::string other_differences(const model::Run& before, const model::Run& after);

}  // namespace benchfolio::site
