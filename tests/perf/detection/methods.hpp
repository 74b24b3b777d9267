// What is compared: the peers' methods behind one signature, each with the settings its project ships.
//
// Otava and asv look at times as they are; here they are given ln of them, on which both do better. Perfherder's rule
// asks for a percentage of the times, and gets the times.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace benchfolio::detection {

struct Method {
    std::string name;
    // Estimates in time order, positive -> the indices of the first values after a change.
    std::function<std::vector<std::size_t>(std::span<const double>)> changes;
};

// Otava's, asv's and Perfherder's.
const std::vector<Method>& peers();

}  // namespace benchfolio::detection
