// Which runs declared transitions tell apart, and which of these groups follow each other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/continuity.hpp"
#include "analysis/options.hpp"

namespace benchfolio::analysis {

struct Configurations {
    std::vector<MeasuredConfiguration> all;              // by first run
    std::vector<std::optional<std::uint32_t>> of_run;    // by run; nothing where its testbed is not comparable
    std::vector<Link> links;                             // by transition, then configurations
    std::vector<std::string> undefined;                  // by transition: why it links nothing
    std::vector<std::vector<std::uint32_t>> links_from;  // by configuration: into `links`
    bool is_newest(std::uint32_t configuration) const { return links_from[configuration].empty(); }
};

// A run that both patterns of a transition match is of the older side before the transition's date, and of the newer
// from then on; without a date it is of neither. A transition that names no testbed on either side links each testbed
// with itself alone. Suite versions are never linked.
Configurations configurations(const model::History& history, const std::vector<Transition>& transitions);

// "Xeon 8272CL", "*i5*, python 3.12*": for transitions that match nothing.
std::string text_of(const Configuration& configuration);

}  // namespace benchfolio::analysis
