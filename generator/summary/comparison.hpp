// Two sides, held against each other: what `benchfolio compare` found, in Markdown.
#pragma once

#include <string>
#include <vector>

#include "analysis/comparison.hpp"
#include "site/site.hpp"

namespace benchfolio::summary {

// One CPU, and why these runs of BASE.
struct ComparedPair {
    analysis::Comparison result;
    std::string why;
};

struct ComparedSides {
    std::string base, head;                   // what they are: "tag v5.1 (1ede0b8)"
    std::vector<ComparedPair> pairs;          // by testbed
    std::vector<analysis::Excluded> refused;  // testbeds that were not compared at all
};

// "run 20261120T021400Z-1a2b3c4d, 1ede0b8, 20 Nov 2026", or how many runs from when to when.
std::string runs_text(const model::History& history, const analysis::Side& side);

// What chance has to do with the verdicts; empty where no row has an interval.
std::string chance_text(const analysis::Comparison& comparison);

// Changed rows first, those without evidence folded away; every list is cut and its rest counted, so that the text
// stays below 65,536 bytes.
std::string comparison_markdown(const site::Content& content, const ComparedSides& sides);

}  // namespace benchfolio::summary
