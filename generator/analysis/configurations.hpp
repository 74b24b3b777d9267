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
    std::vector<MeasuredConfiguration> all;            // by first run
    std::vector<std::optional<std::uint32_t>> of_run;  // by run; nothing where its testbed is not comparable
    // By run of the aside history, likewise: of results of tags, and of those asked for by hand, that were measured as
    // the runs of one of these were.
    std::vector<std::optional<std::uint32_t>> of_aside;
    std::vector<Link> links;                             // by transition, then configurations
    std::vector<std::string> undefined;                  // by transition: why it links nothing
    std::vector<std::vector<std::uint32_t>> links_from;  // by configuration: into `links`
    bool is_newest(std::uint32_t configuration) const { return links_from[configuration].empty(); }
};

// A run that both patterns of a transition match is of the older side before the transition's date, and of the newer
// from then on; without a date it is of neither.
//
// Testbeds are linked that agree in every dimension which the transition does not name: one that names no testbed for
// the newer side links no two CPUs, and one that names CPUs alone does not link Linux with Windows, where "os" is a
// dimension. Only where each side is a single testbed, both named, they may differ in anything. Suite versions are
// never linked.
Configurations configurations(const model::History& history, const std::vector<Transition>& transitions);

// "Xeon 8272CL", "*i5*, python 3.12*": for transitions that match nothing.
std::string text_of(const Configuration& configuration);

}  // namespace benchfolio::analysis
